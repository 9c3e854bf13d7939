"""The labelling page's own API, and anyone else's: take tiles, send votes, finish, undo."""

from typing import Any, NoReturn, TypedDict, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from campaigns.api.errors import Conflict
from campaigns.api.serializers import JobSerializer
from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from labeling.api import serializers
from labeling.api.tile_output import describe_tiles
from labeling.gold import feedback_on
from labeling.identity import ContributorAuthentication, MayLabel, MayVote
from labeling.models import Assignment, Contributor, Participation
from labeling.progress import progress_of, why_no_tile
from labeling.services.finish_tile import finish_tile
from labeling.services.hold_tiles import extend_leases, release_assignment
from labeling.services.record_votes import RecordedVotes, record_votes
from labeling.services.reopen_tile import reopen_tile
from labeling.services.start_queueing import start_queueing
from labeling.services.take_tiles import take_next_tiles
from labeling.throttling import ContributorThrottle
from labeling.tutorial import needs_tutorial


class Who(TypedDict):
    campaign: Campaign
    contributor: Contributor


class LabellingView(APIView):
    """Base: whoever has joined the campaign in the address, by session or by guest's cookie."""

    authentication_classes = [ContributorAuthentication]
    permission_classes = [MayLabel]
    throttle_classes = [ContributorThrottle]
    participation: Participation

    def throttled(self, request: Request, wait: float) -> NoReturn:
        words = _("That were more requests than anybody can make by hand. What you sent before is kept.")
        raise Throttled(wait, words)

    @property
    def campaign(self) -> Campaign:
        return self.participation.campaign

    @property
    def contributor(self) -> Contributor:
        return self.participation.contributor

    @property
    def who(self) -> Who:
        return {"campaign": self.campaign, "contributor": self.contributor}

    def own_assignment(self, pk: int) -> Assignment:
        own = Assignment.objects.filter(contributor=self.contributor, label_tile__campaign=self.campaign)
        assignment = get_object_or_404(own, pk=pk)
        assignment.contributor = self.contributor
        return assignment


def parse(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return cast(dict[str, Any], given.validated_data)


def describe(recorded: RecordedVotes) -> dict[str, Any]:
    rejected = [{"id": pk, "reason": reason} for pk, reason in recorded.rejected.items()]
    return {"stored": recorded.stored, "rejected": rejected}


class NextTilesView(LabellingView):
    @extend_schema(request=serializers.NextInput, responses=serializers.NextOutput)
    def post(self, request: Request, slug: str) -> Response:
        """Lease tiles: first those you hold and `held` does not name, then new ones. Nobody else's answers or
        predictions are told. A lease ends after five minutes without a heartbeat."""
        wanted = parse(serializers.NextInput, request)
        message = why_no_tile(self.participation)
        taken = (
            [] if message else take_next_tiles(campaign=self.campaign, contributor=self.contributor, **wanted)
        )
        answer = {
            "tiles": describe_tiles(taken, self.contributor, slug),
            "progress": progress_of(self.participation),
            "message": message,
            "needs_tutorial": bool(message) and needs_tutorial(self.participation),
        }
        return Response(answer)


class VotesView(LabellingView):
    permission_classes = [MayVote]

    @extend_schema(request=serializers.VotesInput, responses=serializers.RecordedOutput)
    def post(self, request: Request, slug: str) -> Response:
        """Keep votes. Sending one twice keeps it once; they may arrive in any order. A vote that can never
        be kept is named under `rejected` with the reason, and does not hold up the others."""
        votes = serializers.vote_drafts(parse(serializers.VotesInput, request)["votes"])
        recorded = record_votes(**self.who, votes=votes)
        return Response(serializers.RecordedOutput(describe(recorded)).data)


class FinishView(LabellingView):
    permission_classes = [MayVote]

    @extend_schema(request=serializers.FinishInput, responses=serializers.FinishedOutput)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """“The rest is clear”: every superpixel without an answer gets one, and the tile is done."""
        given = parse(serializers.FinishInput, request)
        given["votes"] = serializers.vote_drafts(given["votes"])
        assignment = self.own_assignment(pk)
        recorded = finish_tile(assignment=assignment, **given)
        feedback = feedback_on(assignment, self.participation)
        if feedback:
            assignment.note_told()
        answer = describe(recorded) | {"feedback": feedback}
        return Response(serializers.FinishedOutput(answer).data)


class ReopenView(LabellingView):
    @extend_schema(request=serializers.ReopenInput, responses={204: None})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Undo of finishing: the implied answers are taken back, the tile is yours again."""
        given = parse(serializers.ReopenInput, request)
        reopen_tile(assignment=self.own_assignment(pk), clock=given["clock"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReleaseView(LabellingView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Give a tile back unfinished; the answers made on it stay."""
        release_assignment(assignment=self.own_assignment(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class HeartbeatView(LabellingView):
    @extend_schema(request=serializers.HeartbeatInput, responses=serializers.HeldOutput)
    def post(self, request: Request, slug: str) -> Response:
        """Keep leases for five minutes from the last touch. Those that had run out are taken again where
        their tiles still have a place; what is not named under `held` went back to the queue."""
        given = parse(serializers.HeartbeatInput, request)
        return Response({"held": extend_leases(**self.who, **given)})


class ProgressView(LabellingView):
    @extend_schema(responses=serializers.ProgressOutput)
    def get(self, request: Request, slug: str) -> Response:
        """How far the campaign is, and what you did."""
        return Response(serializers.ProgressOutput(progress_of(self.participation)).data)


class QueueView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]

    @extend_schema(request=serializers.QueueInput, responses={202: JobSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Add random tiles of the region to the labelling queue, in the background. 409 while one such job
        runs."""
        given = parse(serializers.QueueInput, request)
        campaign = get_object_or_404(Campaign, slug=slug)
        try:
            job = start_queueing(campaign=campaign, started_by=cast(User, request.user), **given)
        except JobAlreadyRunning as error:
            raise Conflict(str(error)) from error
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)
