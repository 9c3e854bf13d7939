"""Sources, presets and looks at sources."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.setup.looking import fields_of_preset
from campaigns.setup.slugs import latin
from campaigns.setup.source_access import MayUseSources, may_change_source
from campaigns.setup.source_serializers import PresetSerializer, SourceSerializer
from imagery.actions import use_source
from imagery.files import stored_response
from imagery.keys import encrypt_key
from imagery.models import ImagerySource, SourceProbe, Tile
from imagery.presets import PRESETS
from imagery.services.add_source import add_source
from imagery.services.change_source import change_source
from imagery.services.use_probe import free_slug
from imagery.thumbnails import thumbnail_response


class PresetsView(APIView):
    permission_classes = [MayUseSources]

    @extend_schema(responses=PresetSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Known providers, and what their terms allow."""
        return Response(PresetSerializer(PRESETS, many=True).data)


class SourcesView(ListAPIView[ImagerySource]):
    """All imagery sources, newest first, without their keys."""

    permission_classes = [MayUseSources]
    serializer_class = SourceSerializer
    queryset = ImagerySource.objects.order_by("-created_at")

    @extend_schema(responses={201: SourceSerializer})
    def post(self, request: Request) -> Response:
        """Add a source: from a probe that is ready, from a preset, or from its fields alone."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        source = add(cast(User, request.user), dict(serializer.validated_data))
        return Response(self.get_serializer(source).data, status=status.HTTP_201_CREATED)


def add(user: User, given: dict[str, Any]) -> ImagerySource:
    key, answer = given.pop("key", ""), given.pop("answer", "")
    if probe := given.pop("probe", None):
        return add_probed(user, probe, given)
    fields = {**fields_of_preset(given.pop("preset", ""), answer), **given}
    if not fields.get("name") or not fields.get("kind"):
        missing = "kind" if fields.get("name") else "name"
        raise ValidationError({missing: [_("Please fill this in.")]})
    fields["encrypted_key"] = encrypt_key(key, fields.get("url", "")) if key else ""
    return add_source(slug=free_slug(latin(fields["name"])), created_by=user, **fields)


def add_probed(user: User, pk: Any, about: dict[str, Any]) -> ImagerySource:
    probe = get_object_or_404(SourceProbe, pk=pk, created_by=user)
    if probe.state != SourceProbe.State.READY:
        raise ValidationError({"probe": [_("This look is not ready.")]})
    allowed = {name: about[name] for name in about if name not in ("kind", *probe.fields)}
    name = about.get("name") or probe.fields.get("name")
    if not name:
        raise ValidationError({"name": [_("Please fill this in.")]})
    return use_source(probe=probe, created_by=user, slug_from=latin(name), **allowed | {"name": name})


class SourceView(APIView):
    permission_classes = [MayUseSources]

    @extend_schema(responses=SourceSerializer)
    def get(self, request: Request, source: str) -> Response:
        """One source, without its key."""
        found = get_object_or_404(ImagerySource, slug=source)
        return Response(SourceSerializer(found, context={"request": request}).data)

    @extend_schema(request=SourceSerializer(partial=True), responses=SourceSerializer)
    def patch(self, request: Request, source: str) -> Response:
        """Change a source of your own. With another address it has another `version`, and its tiles are read
        anew."""
        found = get_object_or_404(ImagerySource, slug=source)
        if not may_change_source(request.user, found):
            raise PermissionDenied
        context = {"request": request}
        serializer = SourceSerializer(found, data=request.data, partial=True, context=context)
        serializer.is_valid(raise_exception=True)
        given = dict(serializer.validated_data)
        for name in ("kind", "preset", "answer", "probe"):
            given.pop(name, None)
        changed = change_source(source=found, **given)
        return Response(SourceSerializer(changed, context=context).data)


class SourcePictureView(APIView):
    permission_classes = [MayUseSources]

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, source: str) -> HttpResponseBase:
        """One stored tile of the source, 320 px wide, to recognise it by. 404 when none is stored."""
        tile = pictured_tiles().filter(source__slug=source).select_related("source").order_by("pk").first()
        return thumbnail_response(request._request, tile or get_object_or_404(Tile.objects.none()))


class SourceOverviewView(APIView):
    permission_classes = [MayUseSources]

    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    def get(self, request: Request, source: str) -> HttpResponseBase:
        """A coarse picture of where the source has imagery. 404 while none is drawn."""
        found = get_object_or_404(ImagerySource, slug=source, overview__isnull=False)
        picture = str((found.overview or {}).get("picture", ""))
        return stored_response(request._request, picture, "image/webp", etag=f'"{picture[-17:-5]}"')


def pictured_tiles() -> QuerySet[Tile]:
    return Tile.objects.ready().filter(picture__gt="")
