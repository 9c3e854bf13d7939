"""Input and output of the review API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from detection.review.models import Review
from detection.review.queue import WAITING_FOR_ME, Box
from detection.runs.finding_models import Detection


class DetectionFilter(serializers.Serializer[dict[str, Any]]):
    run = serializers.IntegerField(
        min_value=1, required=False, help_text=_("Number of the search; by default the current one.")
    )
    state = serializers.ChoiceField(
        choices=[(WAITING_FOR_ME, _("Waiting for me")), *Detection.State.choices],
        required=False,
        allow_blank=True,
        default="",
        help_text=_("The state that you see: other editors' decisions stay hidden until you have decided."),
    )
    sample = serializers.IntegerField(
        min_value=1,
        required=False,
        help_text=_("Number of a random sample of the search: its findings alone, blind to the score."),
    )
    min_score = serializers.FloatField(min_value=0, max_value=1, default=0.0)
    bbox = serializers.CharField(required=False, help_text="west,south,east,north")
    limit = serializers.IntegerField(min_value=1, max_value=5000, default=1000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "sample" in attrs and attrs["min_score"] > 0:
            refusal = _("A sample is reviewed blind to the score. Leave out the minimum score.")
            raise serializers.ValidationError({"min_score": [refusal]})
        return attrs

    def validate_bbox(self, text: str) -> Box:
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError as error:
            raise serializers.ValidationError(_("Give four numbers: west,south,east,north.")) from error
        return Box(west, south, east, north)


class ReviewInput(serializers.Serializer[dict[str, Any]]):
    id = serializers.UUIDField(
        required=False, help_text=_("Chosen by the client, so that a repeated request is stored once.")
    )
    decision = serializers.ChoiceField(choices=Review.Decision.choices)
    reason = serializers.CharField(max_length=60, allow_blank=True, default="")
    comment = serializers.CharField(max_length=2000, allow_blank=True, default="")


class ReviewOutput(serializers.Serializer[dict[str, Any]]):
    id = serializers.UUIDField()
    from_run = serializers.IntegerField(
        allow_null=True, help_text=_("The search in which it was made, when it was another one.")
    )
    applies = serializers.BooleanField(
        help_text=_("Whether it counts for this finding: of another search only when the shape is the same.")
    )
    editor = serializers.CharField()
    decision = serializers.ChoiceField(choices=Review.Decision.choices)
    reason = serializers.CharField()
    comment = serializers.CharField()
    created_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    independent = serializers.BooleanField(
        help_text=_(
            "Whether the editor decided without having seen what others said. "
            "Only then a confirmation counts."
        )
    )
    voided_at = serializers.DateTimeField(allow_null=True, help_text=_("Since when it no longer counts."))
    void_reason = serializers.CharField()


class DetectionProperties(serializers.Serializer[dict[str, Any]]):
    id = serializers.IntegerField()
    place = serializers.IntegerField(
        allow_null=True,
        help_text=_("The place’s public number, the same in every search; null until a later search ends."),
    )
    change = serializers.ChoiceField(
        choices=Detection.Change.choices,
        allow_blank=True,
        help_text=_("Against the search before. Empty in the first."),
    )
    rejected_before = serializers.BooleanField(
        allow_null=True,
        help_text=_(
            "The place was rejected in another search, and its shape has changed since. Null in a sample."
        ),
    )
    state = serializers.ChoiceField(choices=Detection.State.choices)
    own_decision = serializers.ChoiceField(choices=Review.Decision.choices, allow_null=True)
    score = serializers.FloatField(
        allow_null=True, help_text=_("Null in a sample, which is reviewed blind to it.")
    )
    area_ha = serializers.FloatField()
    captured_from = serializers.DateField(allow_null=True)
    captured_to = serializers.DateField(allow_null=True)
    year_uncertain = serializers.BooleanField()


class DetectionFeature(serializers.Serializer[dict[str, Any]]):
    type = serializers.CharField(default="Feature")
    id = serializers.IntegerField()
    bbox = serializers.ListField(child=serializers.FloatField())
    geometry = serializers.JSONField()
    properties = DetectionProperties()


class DetectionCollection(serializers.Serializer[dict[str, Any]]):
    type = serializers.CharField(default="FeatureCollection")
    count = serializers.IntegerField(help_text=_("Number of matches, including those beyond the limit."))
    features = DetectionFeature(many=True)


class PictureOutput(serializers.Serializer[dict[str, Any]]):
    """One tile of the window."""

    tile = serializers.CharField()
    left = serializers.FloatField(help_text=_("Pixels from the window’s left edge; may be negative."))
    top = serializers.FloatField()
    picture = serializers.CharField()
    outlines = serializers.CharField()
    superpixels = serializers.ListField(child=serializers.IntegerField())
    probabilities = serializers.ListField(child=serializers.FloatField(allow_null=True))


class DetectionDetail(DetectionProperties):
    bbox = serializers.ListField(child=serializers.FloatField())
    run = serializers.IntegerField()
    model_version = serializers.IntegerField()
    threshold = serializers.FloatField()
    min_positive_superpixels = serializers.IntegerField()
    tile = serializers.CharField()
    n_superpixels = serializers.IntegerField()
    superpixels = serializers.ListField(child=serializers.IntegerField())
    probabilities = serializers.ListField(child=serializers.FloatField(allow_null=True))
    picture = serializers.CharField()
    outlines = serializers.CharField()
    window = serializers.IntegerField(help_text=_("Side in pixels of the square that shows the finding."))
    pictures = PictureOutput(many=True)
    attribution = serializers.CharField(allow_blank=True)
    overlaps = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Numbers of other places that it covers a part of.")
    )
    may_open_history = serializers.BooleanField(help_text=_("After you have confirmed or rejected."))
    history = ReviewOutput(
        many=True, help_text=_("Your own decisions; those of all once you have opened it.")
    )
