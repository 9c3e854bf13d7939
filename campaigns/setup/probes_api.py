"""Looks at sources before they are stored."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.setup.looking import (
    UPLOADS,
    Around,
    CannotLook,
    last_place,
    look_at_address,
    look_at_layer,
    look_at_preset,
    look_at_raster,
    look_at_source,
    look_at_upload,
    look_elsewhere,
    look_with_key,
    mark_empty,
)
from campaigns.setup.source_access import MayUseSources, require_may_teach
from campaigns.setup.source_serializers import AgainInput, ProbeInput, ProbeSerializer
from imagery.errors import ImageryError
from imagery.files import stored_response
from imagery.models import ImagerySource, SourceProbe
from imagery.places import parse_place
from imagery.uploads import DiskUploadHandler


class ProbesView(APIView):
    permission_classes = [MayUseSources]
    parser_classes = [JSONParser, MultiPartParser]

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        folder = settings.RASTER_ROOT / UPLOADS
        request.upload_handlers = [DiskUploadHandler(request, settings.MAX_IMAGERY_BYTES, folder)]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(request=ProbeInput, responses={202: ProbeSerializer})
    def post(self, request: Request) -> Response:
        """Look at a source: by address, preset, file of the raster folder, upload, or one that exists. Ask
        for the look's own address until `is_active` is false."""
        serializer = ProbeInput(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            probe = start(cast(User, request.user), dict(serializer.validated_data))
        except CannotLook as error:
            raise ValidationError({error.field: [str(error)]}) from error
        probe.refresh_from_db()
        return Response(ProbeSerializer(probe).data, status=status.HTTP_202_ACCEPTED)


def start(user: User, given: dict[str, Any]) -> SourceProbe:
    around, key = around_given(user, given), given.get("key", "")
    if "file" in given:
        crs = given.get("crs", "")
        return look_at_upload(user=user, file=given["file"], crs=crs, around=around)
    if "path" in given:
        return look_at_raster(user=user, path=given["path"], around=around)
    if "source" in given:
        source = get_object_or_404(ImagerySource, slug=given["source"])
        return look_at_source(user=user, source=source, around=around)
    if "preset" in given:
        answer = given.get("answer", "")
        return look_at_preset(user=user, slug=given["preset"], answer=answer, key=key, around=around)
    if "text" in given:
        return look_at_address(user=user, text=given["text"], key=key, around=around)
    raise CannotLook("text", _("Give one of text, preset, path, source and file."))


def around_given(user: User, given: dict[str, Any]) -> Around:
    if "place" not in given:
        return Around(given["zoom"], last_place(user))
    try:
        return Around(given["zoom"], parse_place(given["place"]), is_chosen=True)
    except ImageryError as error:
        raise CannotLook("place", error) from error


class ProbeView(APIView):
    permission_classes = [MayUseSources]

    @extend_schema(responses=ProbeSerializer)
    def get(self, request: Request, probe: UUID) -> Response:
        """One of your looks: its state, and what was found."""
        return Response(ProbeSerializer(own_probe(request, probe)).data)

    @extend_schema(
        operation_id="v1_source_probes_again", request=AgainInput, responses={202: ProbeSerializer}
    )
    def post(self, request: Request, probe: UUID) -> Response:
        """Look again: at a layer, with a key, at a place, or somewhere else in its area; or learn that the
        source has nothing at the tile that was looked at. 409 while somebody looks."""
        found, serializer = own_probe(request, probe), AgainInput(data=request.data)
        serializer.is_valid(raise_exception=True)
        if serializer.validated_data["empty"]:
            require_may_teach(cast(User, request.user), found)
        try:
            begun = look_again_with(found, dict(serializer.validated_data))
        except CannotLook as error:
            raise ValidationError({error.field: [str(error)]}) from error
        if not begun:
            raise Conflict(_("Somebody is looking already. Wait until that is done."))
        return Response(ProbeSerializer(found).data, status=status.HTTP_202_ACCEPTED)


def look_again_with(probe: SourceProbe, given: dict[str, Any]) -> bool:
    if "layer" in given:
        return look_at_layer(probe, number=given["layer"], time=given.get("time", ""))
    if "key" in given:
        return look_with_key(probe, key=given["key"])
    if given["empty"]:
        return mark_empty(probe)
    return look_elsewhere(probe, place=given.get("place", ""))


class ProbePictureView(APIView):
    permission_classes = [MayUseSources]

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, probe: UUID) -> HttpResponseBase:
        """The tile that was looked at, 1024 x 1024 px. 404 without one."""
        found = own_probe(request, probe)
        return stored_response(request._request, found.picture, "image/jpeg", etag=f'"{found.picture[-16:]}"')


def own_probe(request: Request, pk: UUID) -> SourceProbe:
    own = SourceProbe.objects.select_related("source").filter(created_by=cast(User, request.user))
    return get_object_or_404(own, pk=pk)
