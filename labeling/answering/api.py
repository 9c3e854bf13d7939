"""The API of the labelling page, open to any client: lease tiles, send votes, finish, undo."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.archive import refuse_if_archived
from labeling.answering import serializers
from labeling.answering.feedback import feedback_on
from labeling.answering.progress import progress_of, why_no_tile
from labeling.answering.services.extend_leases import extend_leases, release_assignment
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.lease_tiles import lease_tiles
from labeling.answering.services.record_votes import RecordedVotes, record_votes
from labeling.answering.services.reopen_tile import reopen_tile
from labeling.answering.tile_output import describe_tiles
from labeling.joining.identity import MayVote
from labeling.joining.labeling_view import LabelingView, parse
from labeling.joining.tutorial_gate import needs_tutorial


def describe(recorded: RecordedVotes) -> dict[str, Any]:
    rejected = [{"id": pk, "reason": reason} for pk, reason in recorded.rejected.items()]
    return {"stored": recorded.stored, "rejected": rejected}


class NextTilesView(LabelingView):
    @extend_schema(request=serializers.NextInput, responses=serializers.NextOutput)
    def post(self, request: Request, slug: str) -> Response:
        """Lease tiles: first your own leases that `held` does not list, then new ones. Other people's answers
        and the model's predictions are never included. A lease ends after five minutes without a
        heartbeat."""
        refuse_if_archived(self.campaign)
        wanted = parse(serializers.NextInput, request)
        message = why_no_tile(self.participation)
        assignments = (
            [] if message else lease_tiles(campaign=self.campaign, contributor=self.contributor, **wanted)
        )
        answer = {
            "tiles": describe_tiles(assignments, self.contributor, slug),
            "progress": progress_of(self.participation),
            "message": message,
            "needs_tutorial": bool(message) and needs_tutorial(self.participation),
        }
        return Response(answer)


class VotesView(LabelingView):
    permission_classes = [MayVote]

    @extend_schema(request=serializers.VotesInput, responses=serializers.RecordedOutput)
    def post(self, request: Request, slug: str) -> Response:
        """Store votes. Votes may arrive in any order, and sending one twice stores it once. A vote that can
        never be stored is listed under `rejected` with the reason; the others are stored all the same."""
        votes = serializers.vote_drafts(parse(serializers.VotesInput, request)["votes"])
        recorded = record_votes(**self.voter, votes=votes)
        return Response(serializers.RecordedOutput(describe(recorded)).data)


class FinishView(LabelingView):
    permission_classes = [MayVote]

    @extend_schema(request=serializers.FinishInput, responses=serializers.FinishedOutput)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """“The rest is clear”: answer every superpixel that has no answer yet and finish the tile."""
        given = parse(serializers.FinishInput, request)
        given["votes"] = serializers.vote_drafts(given["votes"])
        assignment = self.own_assignment(pk)
        recorded = finish_tile(assignment=assignment, **given)
        feedback = feedback_on(assignment, self.participation)
        if feedback:
            assignment.record_feedback()
        answer = describe(recorded) | {"feedback": feedback}
        return Response(serializers.FinishedOutput(answer).data)


class ReopenView(LabelingView):
    @extend_schema(request=serializers.ReopenInput, responses={204: None})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Undo finishing: the implied answers are withdrawn and the tile is leased to you again."""
        given = parse(serializers.ReopenInput, request)
        reopen_tile(assignment=self.own_assignment(pk), clock=given["clock"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReleaseView(LabelingView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Return a tile unfinished. The answers given on it stay."""
        release_assignment(assignment=self.own_assignment(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class HeartbeatView(LabelingView):
    @extend_schema(request=serializers.HeartbeatInput, responses=serializers.HeldOutput)
    def post(self, request: Request, slug: str) -> Response:
        """Extend leases to five minutes after the last touch of the page. An expired lease is renewed if its
        tile still has an open slot. Assignments missing from `held` went back to the queue."""
        given = parse(serializers.HeartbeatInput, request)
        return Response({"held": extend_leases(**self.voter, **given)})


class ProgressView(LabelingView):
    @extend_schema(responses=serializers.ProgressOutput)
    def get(self, request: Request, slug: str) -> Response:
        """How far the campaign is, and how many tiles you have answered."""
        return Response(serializers.ProgressOutput(progress_of(self.participation)).data)
