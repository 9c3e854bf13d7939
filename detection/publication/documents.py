"""The documents of a release: the places as GeoJSON, and the card, which gives the origin of every number."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import shapely
import shapely.geometry
from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils import translation

from campaigns.models import Campaign
from campaigns.texts import all_texts
from detection.precision.card import precision_card
from detection.publication.districts.lookup import districts_key
from detection.publication.models import ReleasePlace
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun
from detection.training.origin import origin_of
from ml.geometry import oriented
from ml.tiles import TILE_SIZE, Tile, tile_at

DECIMALS = 6
"""Decimals of a degree: 0.1 m."""


def unsaved_place(detection: Detection) -> ReleasePlace:
    point = shapely.geometry.shape(detection.geometry).representative_point()
    return ReleasePlace(
        number=detection.place.number,  # type: ignore[union-attr]  # publishing links them first
        detection=detection,
        lng=round(point.x, DECIMALS),
        lat=round(point.y, DECIMALS),
        area_ha=detection.area_ha,
        score=detection.score,
        n_confirmed=detection.n_confirmed,  # type: ignore[attr-defined]  # annotated by `publishable`
        captured_from=detection.captured_from,
        captured_to=detection.captured_to,
        year=detection.certain_year,
    )


def feature_of_place(place: ReleasePlace, card: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": place.number,
        "geometry": _rounded_geometry(place.detection.geometry),
        # A foreign member: a smooth outline to draw.
        "shown": _rounded_geometry(place.detection.shown or place.detection.geometry),
        "properties": {
            "place": place.number,
            "lng": place.lng,
            "lat": place.lat,
            "area_ha": round(place.area_ha, 4),
            "district": place.district,
            "score": round(place.score, 3),
            "captured_from": _iso(place.captured_from),
            "captured_to": _iso(place.captured_to),
            "year": place.year,
            "year_uncertain": place.year is None,
            "confirmed_by": place.n_confirmed,
            "run": card["run"]["number"],
            "model_version": card["model"]["number"],
            **_evidence(place.detection),
        },
    }


def _evidence(detection: Detection) -> dict[str, Any]:
    result = detection.tile_result
    return {
        "detection": detection.pk,
        "tile": f"{result.z}/{result.x}/{result.y}",
        "quadkey": Tile(result.z, result.x, result.y).quadkey,
        "superpixels": detection.superpixels,
        "picture_sha256": result.tile.sha256 if result.tile else "",
    }


def _rounded_geometry(geometry: dict[str, Any]) -> dict[str, Any]:
    shape = oriented(shapely.geometry.shape(geometry))
    rounded = shapely.transform(shape, lambda points: points.round(DECIMALS))
    return dict(shapely.geometry.mapping(rounded))


def release_card(
    run: DetectionRun, places: QuerySet[ReleasePlace], *, number: int, published_at: datetime, note: str
) -> dict[str, Any]:
    campaign = run.campaign
    return {
        "campaign": _campaign_card(campaign),
        "release": {"number": number, "published_at": published_at.isoformat(), "note": note},
        "places": places_card(places),
        "confirmations_needed": campaign.confirmations_to_publish,
        "confirmations_independent": True,
        "run": _run_card(run),
        "model": _model_card(run),
        "labelling": origin_of(run.model_version),
        "imagery": _imagery_card(run),
        "coverage": run.counts(),
        "precision": precision_card(run),
        "districts_key": districts_key(campaign),
    }


def places_card(places: QuerySet[ReleasePlace]) -> dict[str, Any]:
    dated = Q(captured_from__isnull=False, captured_to__isnull=False)
    totals = places.order_by().aggregate(
        count=Count("pk"),
        area=Sum("area_ha", default=0.0),
        start=Min("captured_from", filter=dated),
        end=Max("captured_to", filter=dated),
        uncertain=Count("pk", filter=Q(year__isnull=True)),
    )
    return {
        "count": totals["count"],
        "area_ha": round(totals["area"], 4),
        "captured_from": _iso(totals["start"]),
        "captured_to": _iso(totals["end"]),
        "year_uncertain": totals["uncertain"],
        "years": _area_by_year(places),
        "districts": _area_by_district(places),
    }


def _campaign_card(campaign: Campaign) -> dict[str, Any]:
    with translation.override(settings.LANGUAGE_CODE):
        plain = {"slug": campaign.slug, "name": campaign.name, "question": campaign.question}
    return plain | {"texts": all_texts(campaign)}


def _area_by_year(places: QuerySet[ReleasePlace]) -> list[dict[str, Any]]:
    rows = places.order_by().values("year").annotate(count=Count("pk"), area_ha=Sum("area_ha"))
    # Places whose year is uncertain come last.
    return [
        {**row, "area_ha": round(row["area_ha"], 4)}
        for row in sorted(rows, key=lambda row: (row["year"] is None, row["year"]))
    ]


def _area_by_district(places: QuerySet[ReleasePlace]) -> list[dict[str, Any]]:
    """Empty where no place lies in a district. Places outside all districts come last, without a name."""
    rows = (
        places.order_by()
        .values("district")
        .annotate(count=Count("pk"), area=Sum("area_ha"))
        .annotate(west=Min("lng"), south=Min("lat"), east=Max("lng"), north=Max("lat"))
    )
    years: dict[str, list[dict[str, Any]]] = defaultdict(list)
    by_year = places.order_by().values("district", "year").annotate(count=Count("pk"), area=Sum("area_ha"))
    for row in sorted(by_year, key=lambda row: (row["year"] is None, row["year"])):
        year = {"year": row["year"], "count": row["count"], "area_ha": round(row["area"], 4)}
        years[row["district"]].append(year)
    if not any(years):
        return []
    return [
        {
            "name": row["district"],
            "count": row["count"],
            "area_ha": round(row["area"], 4),
            "bounds": [row["west"], row["south"], row["east"], row["north"]],
            "years": years[row["district"]],
        }
        for row in sorted(rows, key=lambda row: (not row["district"], -row["area"]))
    ]


def _run_card(run: DetectionRun) -> dict[str, Any]:
    return {
        "number": run.number,
        "started_at": run.created_at.isoformat(),
        "zoom": run.zoom,
        "tile_metres": round(_tile_metres(run)),
        "segmentation": run.segmentation,
        "segmentation_key": run.segmentation_key,
        "threshold": run.threshold,
        "rule": run.rule,
        "lone_threshold": run.lone_threshold,
        "min_positive_superpixels": run.min_positive_superpixels,
        "region": run.region,
    }


def _tile_metres(run: DetectionRun) -> float:
    """How wide a tile is on the ground, in the middle of the region."""
    middle = shapely.geometry.shape(run.region).centroid
    return tile_at(middle.x, middle.y, run.zoom).metres_per_pixel() * TILE_SIZE


def _model_card(run: DetectionRun) -> dict[str, Any]:
    model = run.model_version
    return {
        "number": model.number,
        "extractor": model.extractor,
        "extractor_version": model.extractor_version,
        "training_set_sha256": model.training_set_sha256,
        "n_positive": model.n_positive,
        "n_negative": model.n_negative,
        "thresholds": model.thresholds,
        "metrics": model.metrics,
        "trained_at": model.created_at.isoformat(),
    }


def _imagery_card(run: DetectionRun) -> dict[str, Any]:
    source = run.source
    return {
        "name": source.name,
        "version": run.source_version,
        "attribution": source.attribution,
        "licence": source.licence,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
