"""A search under way as JSON."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from rest_framework import serializers

from detection.runs.failures import Failures
from detection.runs.models import TileResult
from detection.runs.progress import STATE_NAMES, Bar, Progress, Stage, Throughput, TimeLeft
from detection.runs.progress_models import Acceptance
from detection.runs.serializers import TileCountsOutput
from ml.tiles import Bounds


def box_of(text: str) -> Bounds | None:
    """What a map shows, from "west,south,east,north"; None for anything else."""
    try:
        west, south, east, north = (float(edge) for edge in text.split(","))
    except ValueError:
        return None
    if not (-540 <= west < east <= 540 and -90 <= south < north <= 90):
        return None
    return Bounds(max(-180.0, west), south, min(180.0, east), north)


def validate_box(text: str) -> None:
    if box_of(text) is None:
        raise serializers.ValidationError(
            _("Give west, south, east and north in degrees, such as 27.1,51.2,27.4,51.4.")
        )


class TimeLeftOutput(serializers.Serializer[TimeLeft]):
    quick_s = serializers.FloatField(help_text="At the speed of the quick ones among the last minutes.")
    mean_s = serializers.FloatField()
    slow_s = serializers.FloatField(allow_null=True, help_text="Null where some minutes had no tile at all.")


class StageOutput(serializers.Serializer[Stage]):
    name = serializers.CharField()
    seconds = serializers.FloatField(help_text="For one tile, lately.")
    busy = serializers.FloatField(help_text="Share of the time for which the stage's threads were at work.")


class BarOutput(serializers.Serializer[Bar]):
    begins = serializers.DateTimeField()
    n_tiles = serializers.IntegerField()


class ThroughputOutput(serializers.Serializer[Throughput]):
    minutes_each = serializers.IntegerField()
    bars = BarOutput(many=True)


class RunProgressOutput(serializers.Serializer[Progress]):
    state = serializers.ChoiceField(choices=list(STATE_NAMES))
    state_name = serializers.CharField()
    counts = TileCountsOutput()
    n_open = serializers.IntegerField(help_text="Failed tiles that nobody has accepted.")
    tiles_per_second = serializers.FloatField(
        allow_null=True, help_text="In the last five minutes; of a search that does not run, the mean."
    )
    time_left = TimeLeftOutput(allow_null=True)
    stages = StageOutput(many=True)
    throughput = ThroughputOutput(allow_null=True)


class CellsInput(serializers.Serializer[dict[str, Any]]):
    bbox = serializers.CharField(
        help_text="West, south, east, north in degrees, with commas.", validators=[validate_box]
    )
    zoom = serializers.IntegerField(min_value=0, max_value=28, help_text="The map's zoom.")


class CellOutput(TileCountsOutput):
    """Number of tiles in each state; those without any are left out."""

    quadkey = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for name in TileResult.State.values:
            fields[name].required = False
        return fields


class CellsOutput(serializers.Serializer[dict[str, Any]]):
    zoom = serializers.IntegerField(help_text="Of the cells; the search's own where each is one tile.")
    cells = CellOutput(many=True)


class FailureReasonInput(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=16,
        help_text="As `failures/` gives it; empty: all open ones.",
    )


class ReasonOutput(serializers.Serializer[Failures]):
    reason = serializers.CharField()
    example = serializers.CharField(help_text="What one of the tiles says.")
    n_tiles = serializers.IntegerField()
    n_accepted = serializers.IntegerField()


class AcceptanceOutput(serializers.ModelSerializer[Acceptance]):
    accepted_by = serializers.SerializerMethodField()
    example = serializers.CharField(source="failure_parts")

    class Meta:
        model = Acceptance
        fields = ["reason", "example", "n_tiles", "accepted_by", "accepted_at"]
        read_only_fields = fields

    def get_accepted_by(self, acceptance: Acceptance) -> str | None:
        user = acceptance.accepted_by
        return user.get_username() if isinstance(user, User) else None


class FailuresOutput(serializers.Serializer[dict[str, Any]]):
    reasons = ReasonOutput(many=True)
    accepted = AcceptanceOutput(many=True)
