"""Sources and looks at them as JSON. No answer ever holds a key."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from campaigns.setup.imagery_forms import ABOUT
from campaigns.setup.probe_facts import ProbeFacts, hint_of
from campaigns.setup.source_access import may_change_source
from imagery.models import ImagerySource, SourceProbe

READ_FROM = [
    "url",
    "layer",
    "style",
    "matrix_set",
    "time",
    "subdomains",
    "tile_px",
    "path",
    "crs",
    "min_zoom",
    "max_zoom",
    "requests_per_second",
]


class SourceSerializer(serializers.ModelSerializer[ImagerySource]):
    key = serializers.CharField(
        write_only=True,
        required=False,
        max_length=2000,
        help_text="Stands for {key} in `url`. Stored encrypted, never answered.",
    )
    preset = serializers.SlugField(required=False, help_text="Of /presets/: fills in what is not given.")
    answer = serializers.CharField(
        write_only=True, required=False, max_length=2000, help_text="To what the preset asks."
    )
    probe = serializers.UUIDField(
        write_only=True, required=False, help_text="A look that is ready: where the source is read from."
    )
    has_key = serializers.SerializerMethodField()
    may_change = serializers.SerializerMethodField()
    version = serializers.CharField(read_only=True)

    class Meta:
        model = ImagerySource
        fields = [
            "slug",
            *ABOUT,
            "kind",
            *READ_FROM,
            "revision",
            "preset",
            "key",
            "answer",
            "probe",
            "has_key",
            "may_change",
            "version",
            "created_at",
        ]
        read_only_fields = ["slug", "created_at"]
        extra_kwargs = {"kind": {"required": False}, "name": {"required": False}}

    def get_has_key(self, source: ImagerySource) -> bool:
        return bool(source.encrypted_key)

    def get_may_change(self, source: ImagerySource) -> bool:
        return may_change_source(self.context["request"].user, source)


class LayerSerializer(serializers.Serializer[Any]):
    layer = serializers.CharField()
    title = serializers.CharField()
    style = serializers.CharField()  # type: ignore[assignment]  # fields are no attributes at run time
    matrix_set = serializers.CharField()
    times = serializers.ListField(child=serializers.CharField())
    bounds = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    is_chosen = serializers.BooleanField()


class FactsSerializer(serializers.Serializer[ProbeFacts]):
    kind = serializers.CharField(help_text="Its name, in your language.")
    dates = serializers.ListField(child=serializers.DateField(), help_text="First and last; none: unknown.")
    metres_per_pixel = serializers.FloatField(allow_null=True, help_text="At `zoom`.")
    own_metres_per_pixel = serializers.FloatField(allow_null=True, help_text="Of its finest pictures.")
    fitting_zoom = serializers.IntegerField(allow_null=True, help_text="Where `zoom` blows pictures up.")
    missing_percent = serializers.FloatField()
    bounds = serializers.SerializerMethodField(help_text="West, south, east, north in degrees.")

    def get_bounds(self, facts: ProbeFacts) -> list[float] | None:
        return facts.found.get("bounds")


class ProbeSerializer(serializers.ModelSerializer[SourceProbe]):
    state_name = serializers.CharField(source="get_state_display", read_only=True)
    is_active = serializers.BooleanField(read_only=True)
    failure = serializers.CharField(
        read_only=True, help_text="Why it failed, or why nothing is to be seen at this place."
    )
    hint = serializers.SerializerMethodField(help_text="Why nobody has looked yet; mostly empty.")
    facts = serializers.SerializerMethodField()
    layers = serializers.SerializerMethodField(help_text="To choose from, in this order.")
    picture = serializers.SerializerMethodField(help_text="Address of the tile; null without one.")
    mark = serializers.CharField(read_only=True, help_text="What came of `empty`; mostly empty.")
    source_slug = serializers.SlugField(
        source="source.slug", read_only=True, help_text="Of an existing source."
    )
    url = serializers.SerializerMethodField(help_text="As it was recognised, with {key} for the key.")

    class Meta:
        model = SourceProbe
        fields = [
            "id",
            "state",
            "state_name",
            "is_active",
            "hint",
            "failure",
            "failure_field",
            "url",
            "layers",
            "facts",
            "picture",
            "mark",
            "lat",
            "lng",
            "zoom",
            "source_slug",
            "created_at",
        ]
        read_only_fields = fields

    def get_hint(self, probe: SourceProbe) -> str:
        return hint_of(probe)

    def get_facts(self, probe: SourceProbe) -> FactsSerializer:
        return FactsSerializer(ProbeFacts(probe)).data  # type: ignore[return-value]  # the annotation is the schema's

    def get_layers(self, probe: SourceProbe) -> LayerSerializer:
        return LayerSerializer(ProbeFacts(probe).layers, many=True).data  # type: ignore[return-value]  # as above

    def get_picture(self, probe: SourceProbe) -> str | None:
        return reverse("api-source-probe-picture", args=[probe.pk]) if probe.picture else None

    def get_url(self, probe: SourceProbe) -> str:
        return str(probe.fields.get("url", ""))


class ProbeInput(serializers.Serializer[Any]):
    """One of text, preset, path, source and file."""

    text = serializers.CharField(required=False, max_length=2000, help_text="An address as people paste it.")
    preset = serializers.SlugField(required=False)
    answer = serializers.CharField(required=False, max_length=2000, help_text="To what the preset asks.")
    path = serializers.CharField(required=False, max_length=1000, help_text="Below the raster folder.")
    source = serializers.SlugField(  # type: ignore[assignment]  # as above
        required=False, help_text="A source that exists."
    )
    file = serializers.FileField(required=False, help_text="GeoTIFF, MBTiles, PMTiles or a ZIP of pictures.")
    crs = serializers.CharField(
        required=False,
        max_length=60,
        help_text="Of a ZIP whose world files lack a .prj, as EPSG:32635.",
    )
    key = serializers.CharField(required=False, max_length=2000)
    place = serializers.CharField(
        required=False, max_length=1000, help_text="Latitude, longitude; or a map's link."
    )
    zoom = serializers.IntegerField(required=False, min_value=8, max_value=20, default=16)


class AgainInput(serializers.Serializer[Any]):
    """What is to be changed; nothing looks at another place of the source's area."""

    layer = serializers.IntegerField(required=False, min_value=0, help_text="Its number in `layers`, from 0.")
    time = serializers.CharField(required=False, max_length=60)
    key = serializers.CharField(required=False, max_length=2000)
    place = serializers.CharField(required=False, max_length=1000)
    empty = serializers.BooleanField(
        default=False,
        help_text="The tile that was looked at is what the provider shows where it has nothing.",
    )


class PresetSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    summary = serializers.CharField(help_text="What the terms allow, in plain words.")
    attribution = serializers.CharField()
    licence = serializers.CharField()
    terms_url = serializers.CharField()
    may_cache = serializers.BooleanField()
    keep_days = serializers.IntegerField(allow_null=True)
    may_publish_pictures = serializers.BooleanField()
    needs_key = serializers.BooleanField()
    asks = serializers.SerializerMethodField(help_text="What `answer` must hold; empty: nothing.")

    def get_asks(self, preset: Any) -> str:
        return str(preset.asks.label) if preset.asks else ""
