"""Findings as JSON, for the review page and the API. They come from `as_seen_by`, which annotates them."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse

from detection.review.models import Review
from detection.review.window import picture_address, pictures_of, window_of
from detection.runs.finding_models import Detection
from detection.runs.models import TileResult
from imagery.models import TileSegmentation


def feature_of(detection: Detection, *, blind: bool = False) -> dict[str, Any]:
    """`blind`: without what the model or others say of it."""
    return {
        "type": "Feature",
        "id": detection.pk,
        "bbox": [detection.west, detection.south, detection.east, detection.north],
        "geometry": detection.shown or detection.geometry,
        "properties": properties_of(detection) | (UNSAID if blind else {}),
    }


UNSAID = {"score": None, "rejected_before": None}
"""Of a finding of a sample: the model's score, and what was said in other searches."""


def properties_of(detection: Detection) -> dict[str, Any]:
    return {
        "id": detection.pk,
        "place": detection.place.number if detection.place else None,
        "change": detection.change,
        "rejected_before": detection.rejected_before,  # type: ignore[attr-defined]  # annotated by `as_seen_by`
        "state": detection.visible_state,  # type: ignore[attr-defined]  # annotated by `as_seen_by`
        "own_decision": detection.own_decision,  # type: ignore[attr-defined]  # annotated by `as_seen_by`
        "score": round(detection.score, 3),
        "area_ha": round(detection.area_ha, 3),
        "captured_from": detection.captured_from,
        "captured_to": detection.captured_to,
        "year_uncertain": detection.certain_year is None,
    }


def detail_of(detection: Detection, slug: str, editor: User, *, blind: bool = False) -> dict[str, Any]:
    """`blind`: without what the model or others say of it."""
    detail = _detail_of(detection, slug, editor)
    if not blind:
        return detail
    pictures = [picture | {"probabilities": []} for picture in detail["pictures"]]
    return detail | UNSAID | {"probabilities": [], "pictures": pictures}


def _detail_of(detection: Detection, slug: str, editor: User) -> dict[str, Any]:
    run, result = detection.run, detection.tile_result
    own = standing_review(detection, editor)
    opened = own is not None and own.history_opened_at is not None
    return properties_of(detection) | {
        "bbox": [detection.west, detection.south, detection.east, detection.north],
        "run": run.number,
        "model_version": run.model_version.number,
        "threshold": run.threshold,
        "min_positive_superpixels": run.min_positive_superpixels,
        "tile": f"{result.z}/{result.x}/{result.y}",
        "n_superpixels": result.n_superpixels,
        "superpixels": detection.superpixels_shown,
        "n_positive": detection.n_superpixels,
        "tiles": list(detection.superpixels),
        "probabilities": result.probabilities or [],
        "picture": picture_address(detection, result, slug),
        "outlines": reverse("api-detection-outlines", args=[slug, detection.pk]),
        "window": window_of(detection).side,
        "pictures": pictures_of(detection, slug),
        "attribution": run.source.attribution,
        "may_open_history": own is not None and own.decision != Review.Decision.UNSURE and not opened,
        # Others' decisions are hidden until the editor asks for them after a final one: reviews are blind.
        "history": history_of(detection, only=None if opened else editor),
        "overlaps": [overlap.place.number for overlap in detection.overlaps.select_related("place")],
    }


def standing_review(detection: Detection, editor: User) -> Review | None:
    return Review.objects.standing().filter(detection=detection, editor=editor).first()


def history_of(detection: Detection, *, only: User | None = None) -> list[dict[str, Any]]:
    """What was decided on the place, by one editor or all, also in other searches, the newest first."""
    here = Q(detection=detection)
    elsewhere = Q(detection__place=detection.place_id, detection__place__isnull=False)
    copied = Review.objects.filter(detection=detection, carried_from__isnull=False).values("carried_from")
    reviews = Review.objects.filter(here | elsewhere & Q(carried_from__isnull=True) & ~Q(pk__in=copied))
    if only is not None:
        reviews = reviews.filter(editor=only)
    related = reviews.select_related("editor", "detection__run", "carried_from__detection__run")
    return [review_of(review, detection) for review in related.order_by("-created_at")]


def review_of(review: Review, detection: Detection) -> dict[str, Any]:
    made = review.carried_from or review
    return {
        "id": str(review.pk),
        "from_run": made.detection.run.number if made.detection_id != detection.pk else None,
        "applies": review.detection_id == detection.pk and review.superseded_at is None,
        "editor": review.editor.get_username(),
        "decision": review.decision,
        "reason": review.reason,
        "reason_text": review.get_reason_display(),
        "comment": review.comment,
        "created_at": review.created_at,
        "superseded_at": review.superseded_at,
        "undone_at": review.undone_at,
        "independent": made.independent,
        "voided_at": made.voided_at,
        "void_reason": made.void_reason,
    }


def segmentation_of(detection: Detection, result: TileResult) -> TileSegmentation | None:
    segmentations = TileSegmentation.objects.filter(
        tile=result.tile_id, settings_key=detection.run.segmentation_key
    )
    return segmentations.select_related("tile").first()
