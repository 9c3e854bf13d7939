"""For editors: volunteers with their skill, exclusion, and superpixels that await an expert."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from labeling.consensus.services.answer_as_expert import answer_as_expert
from labeling.joining.labeling_view import parse
from labeling.models import Answer, Consensus, ExclusionEntry, Participation, Skill
from labeling.volunteers.actions import exclude_contributor, restore_contributor
from labeling.volunteers.expert_queue import expert_questions
from labeling.volunteers.listing import Volunteer, volunteers_of

MAX_QUESTIONS = 100


class ExclusionOutput(serializers.ModelSerializer[ExclusionEntry]):
    author = serializers.CharField(source="author.username", default=None, allow_null=True)

    class Meta:
        model = ExclusionEntry
        fields = ["action", "reason", "author", "created_at"]


class SkillOutput(serializers.ModelSerializer[Skill]):
    suspicions = serializers.ListField(child=serializers.ChoiceField(choices=Skill.Suspicion.choices))

    class Meta:
        model = Skill
        exclude = ["id", "participation", "log_ratios"]


class VolunteerOutput(serializers.Serializer[Volunteer]):
    id = serializers.IntegerField(source="participation.pk", help_text="Id of the participation.")
    nickname = serializers.CharField(source="participation.contributor.nickname")
    is_excluded = serializers.BooleanField(source="participation.is_excluded")
    skill = SkillOutput(allow_null=True)
    log = ExclusionOutput(many=True)


class ReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(min_length=3, max_length=300)


class QuestionOutput(serializers.Serializer[Any]):
    tile = serializers.IntegerField(source="tile.pk")
    superpixel = serializers.IntegerField()
    picture = serializers.CharField(help_text="Address of the tile's picture.")
    outline = serializers.CharField(help_text="SVG path data in the picture's pixels.")


class ExpertInput(serializers.Serializer[Any]):
    tile = serializers.IntegerField(min_value=1)
    superpixel = serializers.IntegerField(min_value=1, max_value=65_535)
    answer = serializers.ChoiceField(choices=Answer.choices)
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class EditorsView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @property
    def campaign(self) -> Campaign:
        return get_object_or_404(Campaign, slug=self.kwargs["slug"])

    @property
    def editor(self) -> User:
        return cast(User, self.request.user)


class VolunteersView(EditorsView):
    @extend_schema(responses=VolunteerOutput(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Volunteers with skill, evidence and the log of exclusions: suspects first, excluded ones last.
        Shares and 95 % intervals are 0 to 1; a skill of 0.5 is chance."""
        rows: Any = volunteers_of(self.campaign)
        return Response(VolunteerOutput(rows, many=True).data)


class ExcludeView(EditorsView):
    switch = staticmethod(exclude_contributor)

    @extend_schema(request=ReasonInput, responses=ExclusionOutput)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Exclude a volunteer. Their votes stay stored but no longer count, and everything is recomputed. 409
        when they are excluded already."""
        participation = get_object_or_404(Participation, campaign=self.campaign, pk=pk)
        entry = self.switch(participation=participation, author=self.editor, **parse(ReasonInput, request))
        if entry is None:
            raise Conflict(_("Already done. Nothing was changed."))
        return Response(ExclusionOutput(entry).data)


class RestoreView(ExcludeView):
    switch = staticmethod(restore_contributor)

    @extend_schema(request=ReasonInput, responses=ExclusionOutput)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Undo an exclusion: the votes count again, and everything is recomputed. 409 when they count
        already."""
        return super().post(request, slug, pk)


class ExpertView(EditorsView):
    @extend_schema(responses=QuestionOutput(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Superpixels on which volunteers could not agree, at most 100. Their answers are not included."""
        return Response(QuestionOutput(expert_questions(self.campaign, MAX_QUESTIONS), many=True).data)

    @extend_schema(request=ExpertInput, responses={204: None})
    def post(self, request: Request, slug: str) -> Response:
        """Settle a superpixel that awaits an expert; 404 when it does not."""
        given = parse(ExpertInput, request)
        waiting = Consensus.objects.awaiting_expert(self.campaign).select_related("label_tile")
        row = get_object_or_404(waiting, label_tile=given.pop("tile"), superpixel=given["superpixel"])
        answer_as_expert(label_tile=row.label_tile, author=self.editor, **given)
        return Response(status=204)
