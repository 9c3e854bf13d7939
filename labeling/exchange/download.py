"""An export as a download."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from campaigns.models import Campaign
from imagery.files import data_path
from labeling.models import LabelExport


def send_export(campaign: Campaign, pk: int) -> FileResponse:
    export = get_object_or_404(LabelExport.objects.of(campaign).exclude(path=""), pk=pk)
    path = data_path(export.path)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=export.file_name)
