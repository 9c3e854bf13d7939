"""The tutorial and its pictures."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api_errors import Conflict
from imagery.files import FOREVER, read_stored
from imagery.outlines import read_outlines
from labeling.errors import NotEnoughGold
from labeling.joining.labeling_view import LabelingView, parse
from labeling.joining.tutorial_gate import needs_tutorial
from labeling.models import Answer, GoldCrop, Participation, TutorialStep
from labeling.tutorial.services.answer_tutorial import answer_tutorial
from labeling.tutorial.services.start_tutorial import start_tutorial
from labeling.tutorial.state import reason_of, tutorial_of

YES_OR_NO = [(answer, Answer(answer).label) for answer in Answer.DECIDED]
PICTURES = {".png": "image/png", ".webp": "image/webp", ".tif": "image/tiff", ".tiff": "image/tiff"}


class StepOutput(serializers.ModelSerializer[TutorialStep]):
    """A question. The expert's answer is included only in the response to yours."""

    picture = serializers.SerializerMethodField(help_text="Address of the picture.")
    attribution = serializers.SerializerMethodField(help_text="Of the picture; empty for a crop.")
    rings = serializers.SerializerMethodField(
        help_text="Outline of the part in question, [column, row] of 1024; empty for the whole picture."
    )

    class Meta:
        model = TutorialStep
        fields = ["position", "picture", "rings", "attribution", "answer"]

    def get_picture(self, step: TutorialStep) -> str:
        slug = self.context["slug"]
        if step.gold_answer is None:
            return reverse("api-label-crop", args=[slug, step.gold_crop_id])
        tile = step.gold_answer.label_tile
        address = reverse("api-label-picture", args=[slug, tile.pk])
        return f"{address}?v={tile.tile.sha256[:12]}-{tile.segmentation_id}"

    def get_attribution(self, step: TutorialStep) -> str:
        return step.gold_answer.label_tile.tile.source.attribution if step.gold_answer else ""

    @extend_schema_field(OpenApiTypes.ANY)
    def get_rings(self, step: TutorialStep) -> list[Any]:
        gold = step.gold_answer
        return read_outlines(gold.label_tile.segmentation).get(gold.superpixel, []) if gold else []


class TutorialOutput(serializers.Serializer[Any]):
    needed = serializers.BooleanField(help_text="Whether votes are refused until the tutorial is done.")
    n_answered = serializers.IntegerField()
    n_right = serializers.IntegerField()
    steps = StepOutput(many=True)


class StartInput(serializers.Serializer[Any]):
    again = serializers.BooleanField(default=False, help_text="Start another attempt after a finished one.")


class StepAnswerInput(serializers.Serializer[Any]):
    position = serializers.IntegerField(min_value=1, max_value=100)
    answer = serializers.ChoiceField(choices=YES_OR_NO)


class StepAnswerOutput(serializers.Serializer[Any]):
    answer = serializers.CharField(help_text="The stored answer: the first one.")
    is_right = serializers.BooleanField()
    expert = serializers.CharField()
    reason = serializers.CharField()
    is_over = serializers.BooleanField()
    n_right = serializers.IntegerField()


class TutorialView(LabelingView):
    @extend_schema(responses=TutorialOutput)
    def get(self, request: Request, slug: str) -> Response:
        """Your tutorial so far; `steps` is empty before it has begun."""
        return Response(describe_tutorial(self.participation, slug))

    @extend_schema(request=StartInput, responses=TutorialOutput)
    def post(self, request: Request, slug: str) -> Response:
        """Begin or continue the tutorial. 409 when the campaign has too little gold for one."""
        try:
            start_tutorial(participation=self.participation, **parse(StartInput, request))
        except NotEnoughGold as error:
            raise Conflict(_("This campaign has no tutorial. You can start labelling.")) from error
        return Response(describe_tutorial(self.participation, slug))


def describe_tutorial(participation: Participation, slug: str) -> Any:
    state = tutorial_of(participation)
    output = {
        "needed": needs_tutorial(participation),
        "n_answered": state.n_answered,
        "n_right": state.n_right,
        "steps": state.steps,
    }
    return TutorialOutput(output, context={"slug": slug}).data


class TutorialAnswerView(LabelingView):
    @extend_schema(request=StepAnswerInput, responses=StepAnswerOutput)
    def post(self, request: Request, slug: str) -> Response:
        """Answer one question; the response has the expert's answer and reason. Your votes count after the
        last question."""
        step = answer_tutorial(participation=self.participation, **parse(StepAnswerInput, request))
        if step is None:
            raise NotFound(_("There is no such question. Begin the tutorial first."))
        state = tutorial_of(self.participation)
        output = {
            "answer": step.answer,
            "is_right": step.is_right,
            "expert": step.gold.answer,
            "reason": reason_of(step, self.campaign),
            "is_over": state.is_over,
            "n_right": state.n_right,
        }
        return Response(StepAnswerOutput(output).data)


class CropView(LabelingView):
    @extend_schema(responses={(200, "image/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """The picture of a crop in your tutorial."""
        own = TutorialStep.objects.filter(participation=self.participation, gold_crop=pk)
        crop = get_object_or_404(GoldCrop, pk__in=own.values("gold_crop"))
        kind = next(
            (kind for suffix, kind in PICTURES.items() if crop.picture.endswith(suffix)), "image/jpeg"
        )
        return HttpResponse(read_stored(crop.picture), content_type=kind, headers={"Cache-Control": FOREVER})
