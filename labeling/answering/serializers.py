"""Input and output of the labelling API."""

from typing import Any

from rest_framework import serializers

from labeling.answering.services.record_votes import VoteDraft
from labeling.models import WITHDRAWN, Answer
from labeling.models.votes import MAX_CLOCK

MAX_VOTES = 500
MAX_TILES = 6
REST = [(answer.value, answer.label) for answer in (Answer.NEGATIVE, Answer.UNSURE, Answer.BAD_IMAGERY)]
VOTE_ANSWERS = [*Answer.choices, (WITHDRAWN, "Withdrawn")]
CLOCK_HELP = "The client's milliseconds since 1970, never decreasing. The vote with the latest clock stands."


class Clock(serializers.IntegerField):
    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_CLOCK, help_text=CLOCK_HELP, **options)


class VoteInput(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="Made by the client, so that a vote sent twice is stored once.")
    tile = serializers.IntegerField(min_value=1)
    superpixel = serializers.IntegerField(min_value=1, max_value=65_535)
    answer = serializers.ChoiceField(
        choices=VOTE_ANSWERS,
        help_text="“withdrawn” undoes an answer: the superpixel is unanswered again.",
    )
    clock = Clock()


def vote_drafts(votes: list[dict[str, Any]]) -> list[VoteDraft]:
    return [
        VoteDraft(
            id=vote["id"],
            label_tile_id=vote["tile"],
            superpixel=vote["superpixel"],
            answer=vote["answer"],
            clock=vote["clock"],
        )
        for vote in votes
    ]


class VotesInput(serializers.Serializer[Any]):
    votes = serializers.ListField(child=VoteInput(), min_length=1, max_length=MAX_VOTES)


class NextInput(serializers.Serializer[Any]):
    count = serializers.IntegerField(min_value=1, max_value=MAX_TILES, default=1)
    held = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        max_length=50,
        default=list,
        help_text="Assignments that the client already has.",
    )


class ViewingInput(serializers.Serializer[Any]):
    seconds = serializers.FloatField(min_value=0, max_value=86_400, required=False)
    max_zoom = serializers.FloatField(min_value=1, max_value=100, required=False)
    outlines_off = serializers.FloatField(min_value=0, max_value=86_400, required=False)


class FinishInput(serializers.Serializer[Any]):
    clock = Clock()
    rest = serializers.ChoiceField(
        choices=REST, default=Answer.NEGATIVE, help_text="The answer for every superpixel that has none."
    )
    votes = serializers.ListField(child=VoteInput(), max_length=MAX_VOTES, default=list)
    viewing = ViewingInput(required=False)


class ReopenInput(serializers.Serializer[Any]):
    clock = Clock()


class HeartbeatInput(serializers.Serializer[Any]):
    assignments = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=50)
    idle_s = serializers.FloatField(
        min_value=0, default=0, help_text="Seconds since the page was last touched."
    )


class HeldOutput(serializers.Serializer[Any]):
    held = serializers.ListField(
        child=serializers.IntegerField(), help_text="Assignments that are still yours."
    )


class RejectedOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reason = serializers.CharField()


class FeedbackOutput(serializers.Serializer[Any]):
    superpixel = serializers.IntegerField()
    answer = serializers.CharField(help_text="Your answer.")
    expert = serializers.CharField()
    reason = serializers.CharField()


class RecordedOutput(serializers.Serializer[Any]):
    stored = serializers.ListField(
        child=serializers.UUIDField(), help_text="Ids of stored votes: the client may forget them."
    )
    rejected = RejectedOutput(many=True)


class FinishedOutput(RecordedOutput):
    feedback = FeedbackOutput(
        many=True, help_text="The expert's answers on the finished tile, if the event shows feedback."
    )


class OwnVoteOutput(serializers.Serializer[Any]):
    superpixel = serializers.IntegerField()
    answer = serializers.ChoiceField(choices=Answer.choices)


class TileOutput(serializers.Serializer[Any]):
    """A leased tile and everything needed to draw it. `describe_tiles` builds it."""

    assignment = serializers.IntegerField()
    tile = serializers.IntegerField()
    name = serializers.CharField()
    n_superpixels = serializers.IntegerField()
    without_data = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Numbers of the superpixels that show no imagery. They take no answers.",
    )
    picture = serializers.CharField(help_text="Address of the 1024 x 1024 px picture.")
    outlines = serializers.CharField(
        help_text="Address of the outlines: {number: rings of [column, row]}, filled by the even-odd rule."
    )
    captured_from = serializers.DateField(allow_null=True)
    captured_to = serializers.DateField(allow_null=True)
    attribution = serializers.CharField()
    metres_per_pixel = serializers.FloatField()
    leased_until = serializers.DateTimeField()
    votes = OwnVoteOutput(many=True, help_text="Your own answers so far.")


class ProgressOutput(serializers.Serializer[Any]):
    tiles_queued = serializers.IntegerField()
    tiles_done = serializers.IntegerField()
    own_tiles = serializers.IntegerField(help_text="Tiles that you have answered.")


class NextOutput(serializers.Serializer[Any]):
    tiles = TileOutput(many=True)
    progress = ProgressOutput()
    message = serializers.CharField(help_text="Why there is no tile; otherwise empty.")
    needs_tutorial = serializers.BooleanField(
        help_text="Whether the tutorial has to be done before tiles are served."
    )
