"""Drafts, settings and previews as JSON."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from campaigns.errors import InvalidRegion
from campaigns.models import Campaign, CampaignDraft, PreviewTile, SuperpixelPreview
from campaigns.regions.check import check_region
from campaigns.setup.question import missing_texts, texts_of
from campaigns.setup.services.create_campaign import missing_steps
from campaigns.texts import LANGUAGES, TEXTS, all_texts, column
from imagery.models import ImagerySource

SUPERPIXELS = ["zoom", "n_segments", "compactness", "sigma"]
LONG_WAIT = timedelta(seconds=15)


class TextField(serializers.Serializer[Any]):
    """One text in every language."""

    en = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    uk = serializers.CharField(required=False, allow_blank=True, allow_null=True)


class TextsField(serializers.Serializer[Any]):
    """Name, question, class names and guidance. A language that is left out stays as it is."""

    name = TextField(required=False)
    question = TextField(required=False)
    positive_name = TextField(required=False)
    negative_name = TextField(required=False)
    guidance = TextField(required=False)

    def to_representation(self, instance: Any) -> dict[str, dict[str, str]]:
        return all_texts(instance)

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        given = {
            column(text, language): (attrs[text][language] or "").strip()
            for text in TEXTS
            for language in LANGUAGES
            if language in attrs.get(text, {})
        }
        for name, written in given.items():
            longest = getattr(CampaignDraft._meta.get_field(name), "max_length", None)
            if longest and len(written) > longest:
                words = _("“%(field)s” has %(n)d characters, and %(most)d are the most.")
                raise serializers.ValidationError(words % {"field": name, "n": len(written), "most": longest})
        return given


class SetupSerializer(serializers.ModelSerializer[Any]):
    """Base: what drafts and campaigns share."""

    texts = TextsField(source="*", required=False)
    source = serializers.SlugRelatedField(  # type: ignore[assignment]  # a field's own `source` is a name
        slug_field="slug", queryset=ImagerySource.objects.all(), required=False, help_text="Its slug."
    )
    region = serializers.JSONField(
        required=False,
        help_text="GeoJSON: a polygon, several, or a collection of them, in longitude and latitude.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        zoom = attrs.get("zoom", getattr(self.instance, "zoom", CampaignDraft.zoom.field.default))
        region = attrs.get("region", getattr(self.instance, "region", None))
        if region is not None and ("region" in attrs or "zoom" in attrs):
            attrs["region"] = _checked(region, zoom, field="region" if "region" in attrs else "zoom")
        return attrs


def _checked(region: Any, zoom: int, field: str) -> dict[str, Any]:
    try:
        return check_region(region, zoom).geometry
    except InvalidRegion as error:
        raise serializers.ValidationError({field: [str(error)]}) from error


class DraftSerializer(SetupSerializer):
    missing = serializers.SerializerMethodField(
        help_text="Steps that lack something; with none left, the campaign can be created."
    )

    class Meta:
        model = CampaignDraft
        fields = [
            "id",
            "texts",
            "slug",
            "source",
            "region",
            *SUPERPIXELS,
            "missing",
            "created_at",
            "changed_at",
        ]
        read_only_fields = ["id", "created_at", "changed_at"]

    def validate_slug(self, slug: str) -> str:
        if slug and Campaign.objects.filter(slug=slug).exists():
            raise serializers.ValidationError(_("Another campaign has this address. Choose another one."))
        return slug

    def get_missing(self, draft: CampaignDraft) -> list[str]:
        return missing_steps(draft)


class SettingsSerializer(SetupSerializer):
    """What an admin may change later. `confirm` says that losses were read and accepted."""

    comparison_source = serializers.SlugRelatedField(
        slug_field="slug", queryset=ImagerySource.objects.all(), required=False, allow_null=True
    )
    confirmations_to_publish = serializers.IntegerField(min_value=2, max_value=20, required=False)
    confirm = serializers.BooleanField(write_only=True, required=False)

    class Meta:
        model = Campaign
        fields = [
            "texts",
            "source",
            "region",
            *SUPERPIXELS,
            "is_public",
            "extractor",
            "comparison_source",
            "confirmations_to_publish",
            "confirm",
        ]

    def validate_texts(self, given: Mapping[str, str]) -> Mapping[str, str]:
        if self.instance is not None and missing_texts(texts_of(self.instance) | dict(given)):
            raise serializers.ValidationError(
                _("One language must have all of name, question and class names.")
            )
        return given


class PreviewInput(serializers.ModelSerializer[SuperpixelPreview]):
    class Meta:
        model = SuperpixelPreview
        fields = ["zoom", "n_segments", "compactness", "sigma", "deal"]
        extra_kwargs = {
            "zoom": {"min_value": 8, "max_value": 20},
            "n_segments": {"min_value": 4, "max_value": 400},
            "compactness": {"min_value": 0.1, "max_value": 200},
            "sigma": {"min_value": 0, "max_value": 10},
            "deal": {"max_value": 1000, "help_text": "Another number deals other tiles."},
        }


class PreviewTileOutput(serializers.ModelSerializer[PreviewTile]):
    is_current = serializers.SerializerMethodField(
        help_text="False while a worker is still cutting it as the newest request says."
    )
    failure = serializers.CharField(read_only=True)
    tile = serializers.CharField(read_only=True, help_text="z/x/y")
    n_superpixels = serializers.SerializerMethodField()
    picture = serializers.SerializerMethodField()
    outlines = serializers.SerializerMethodField()

    class Meta:
        model = PreviewTile
        fields = [
            "position",
            "state",
            "is_current",
            "failure",
            "tile",
            "n_superpixels",
            "picture",
            "outlines",
        ]

    def get_is_current(self, row: PreviewTile) -> bool:
        return row.number == row.preview.number

    def get_n_superpixels(self, row: PreviewTile) -> int | None:
        return row.segmentation.n_superpixels if row.segmentation else None

    def get_picture(self, row: PreviewTile) -> str | None:
        return _file(row, "picture") if row.tile and row.tile.picture else None

    def get_outlines(self, row: PreviewTile) -> str | None:
        return _file(row, "outlines") if row.segmentation else None


class PreviewOutput(serializers.ModelSerializer[SuperpixelPreview]):
    is_drawn = serializers.BooleanField(read_only=True, help_text="Whether all tiles are as requested.")
    hint = serializers.SerializerMethodField(help_text="Why it takes so long; empty when it does not.")
    tiles = PreviewTileOutput(many=True, read_only=True)

    class Meta:
        model = SuperpixelPreview
        fields = ["number", "deal", *SUPERPIXELS, "is_drawn", "hint", "tiles"]

    def get_hint(self, preview: SuperpixelPreview) -> str:
        if preview.is_drawn or timezone.now() - preview.changed_at < LONG_WAIT:
            return ""
        return _("No worker is free yet, or the imagery is slow. Is a worker running?")


def _file(row: PreviewTile, kind: str) -> str:
    # Cached for good: another picture or cut needs another address.
    tile, preview = row.tile, row.preview
    version = f"{tile.sha256[:12] if tile else ''}-{row.segmentation_id or 0}"
    if preview.draft_id:
        address = reverse(f"api-draft-preview-{kind}", args=[preview.draft_id, row.position])
    else:
        address = reverse(f"api-campaign-preview-{kind}", args=[preview.target.slug, row.position])
    return f"{address}?v={version}"
