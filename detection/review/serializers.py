"""Input and output of the review API."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from detection.review.errors import CursorInvalid
from detection.review.models import Review
from detection.review.orders import Cursor, Order
from detection.review.queue import LISTED_STATES, MENTIONS_ME, WAITING_FOR_ME, Box
from detection.runs.finding_models import Detection


class BlankableDate(serializers.DateField):
    """A field of a form that may be left empty."""

    def to_internal_value(self, value: Any) -> Any:
        return super().to_internal_value(value) if value else None


class DetectionFilter(serializers.Serializer[dict[str, Any]]):
    run = serializers.IntegerField(
        min_value=1, required=False, help_text=_("Number of the search; by default the current one.")
    )
    state = serializers.ChoiceField(
        choices=[
            (WAITING_FOR_ME, _("Waiting for me")),
            (MENTIONS_ME, _("Mentions me")),
            *LISTED_STATES,
        ],
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
    order = serializers.ChoiceField(choices=Order.choices, default=Order.FEWEST.value)
    min_score = serializers.FloatField(min_value=0, max_value=1, default=0.0)
    max_score = serializers.FloatField(min_value=0, max_value=1, default=1.0)
    captured_from = BlankableDate(
        required=False, help_text=_("Findings of which a picture was taken on this day or later.")
    )
    captured_to = BlankableDate(
        required=False, help_text=_("Findings of which a picture was taken on this day or earlier.")
    )
    reviewer = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text=_(
            "User name of an editor who decided. Of others' decisions those whose effect you may see."
        ),
    )
    bbox = serializers.CharField(required=False, help_text="west,south,east,north")
    limit = serializers.IntegerField(min_value=1, max_value=5000, default=1000)
    after = serializers.CharField(
        required=False, allow_blank=True, help_text=_("`next` of the page before; give the same filters.")
    )

    def validate_reviewer(self, name: str) -> User | None:
        if not name:
            return None
        user = User.objects.filter(username=name).first()
        if user is None:
            raise serializers.ValidationError(_("Nobody has this user name."))
        return user

    def validate_after(self, text: str) -> Cursor | None:
        try:
            return Cursor.decode(text) if text else None
        except CursorInvalid as error:
            raise serializers.ValidationError(str(error)) from error

    def validate(self, query: dict[str, Any]) -> dict[str, Any]:
        if "sample" in query:
            self._check_blindness(query)
        after = query.get("after")
        if after is not None and after.order != query["order"]:
            raise serializers.ValidationError({"after": _("This page belongs to another order.")})
        return query

    def _check_blindness(self, query: dict[str, Any]) -> None:
        """Nothing may tell of the score: neither a filter nor the order, which is random in a sample."""
        if query["min_score"] > 0 or query["max_score"] < 1:
            refusal = _("A sample is reviewed blind to the score. Leave out the minimum score.")
            raise serializers.ValidationError({"min_score": [refusal]})
        query["order"] = Order.RANDOM.value
        query.pop("reviewer", None)

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
    reason = serializers.ChoiceField(
        choices=Review.Reason.choices, allow_blank=True, default="", help_text=_("Of a rejection.")
    )
    comment = serializers.CharField(
        max_length=2000,
        allow_blank=True,
        default="",
        help_text=_("@ and a user name asks that editor to look at the finding."),
    )

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        if fields["reason"] and fields["decision"] != Review.Decision.REJECTED:
            raise serializers.ValidationError({"reason": _("Only a rejection has a reason.")})
        return fields


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
    reason_text = serializers.CharField(help_text=_("The reason in words."))
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
    next = serializers.CharField(
        allow_null=True, help_text=_("`after` of the next page; null when this is the last.")
    )
    features = DetectionFeature(many=True)


class NextFindingsInput(serializers.Serializer[dict[str, Any]]):
    n = serializers.IntegerField(min_value=1, max_value=10, default=1)
    skipped = serializers.ListField(
        child=serializers.IntegerField(), max_length=1000, default=list, help_text=_("Not to be given now.")
    )


class NextFindingsOutput(serializers.Serializer[dict[str, Any]]):
    features = DetectionFeature(many=True)
    open_elsewhere = serializers.IntegerField(
        help_text=_("How many more would match, were they not open at other editors now.")
    )


class ClaimInput(serializers.Serializer[dict[str, Any]]):
    detections = serializers.ListField(child=serializers.IntegerField(), max_length=100)


class ClaimOutput(serializers.Serializer[dict[str, Any]]):
    claimed = serializers.ListField(child=serializers.IntegerField())
    open_elsewhere = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Another editor has these open now.")
    )


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
