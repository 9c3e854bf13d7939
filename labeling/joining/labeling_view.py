"""Base of the API views that volunteers use."""

from typing import Any, NoReturn, TypedDict, cast

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from campaigns.models import Campaign
from labeling.joining.identity import ContributorAuthentication, MayLabel
from labeling.joining.throttling import ContributorThrottle
from labeling.models import Assignment, Contributor, Participation


class Voter(TypedDict):
    campaign: Campaign
    contributor: Contributor


class LabelingView(APIView):
    """Base: for contributors who have joined the campaign, by session or guest cookie."""

    authentication_classes = [ContributorAuthentication]
    permission_classes = [MayLabel]
    throttle_classes = [ContributorThrottle]
    participation: Participation

    def throttled(self, request: Request, wait: float) -> NoReturn:
        words = _("Too many requests. Try again in a minute. Your answers so far are saved.")
        raise Throttled(wait, words)

    @property
    def campaign(self) -> Campaign:
        return self.participation.campaign

    @property
    def contributor(self) -> Contributor:
        return self.participation.contributor

    @property
    def voter(self) -> Voter:
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
