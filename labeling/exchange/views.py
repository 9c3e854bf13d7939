"""Pages for exporting and importing labels."""

from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign
from campaigns.roles import Role, has_role, require_role
from imagery.messages import Words
from imagery.uploads import takes_upload
from labeling.errors import InvalidLabelFile
from labeling.exchange.actions import start_export, start_import
from labeling.exchange.download import send_export
from labeling.models import LabelExport, LabelImport

MAX_ROWS = 20


class ExportForm(forms.Form):
    format = forms.ChoiceField(choices=LabelExport.Format, label=gettext_lazy("Format"))


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Votes (.csv, .zip, .parquet) or a consensus (.geojson)"))


@require_safe
@require_role(Role.EDITOR)
def exports(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _page(request, campaign)


@require_POST
@require_role(Role.EDITOR)
def add_export(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, _("Choose one of the formats."))
    try:
        start_export(campaign=campaign, started_by=cast(User, request.user), **form.cleaned_data)
    except JobAlreadyRunning as error:
        return _page(request, campaign, str(error))
    messages.success(request, _("The file is being written. Reload this page to download it."))
    return redirect("label-exports", campaign.slug)


@require_role(Role.ADMIN)
def refuse_import(request: HttpRequest, campaign: Campaign, words: Words) -> HttpResponse:
    return _page(request, campaign, str(words), status=413)


@takes_upload(max_bytes=lambda: settings.MAX_UPLOAD_BYTES, refused=refuse_import)
@require_POST
@require_role(Role.ADMIN)
def add_import(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, campaign, _("Choose a file."))
    file = form.cleaned_data["file"]
    try:
        start_import(campaign=campaign, file=file, started_by=cast(User, request.user))
    except (InvalidLabelFile, JobAlreadyRunning) as error:
        return _page(request, campaign, str(error))
    messages.success(request, _("The file is being imported. Reload this page to see the result."))
    return redirect("label-exports", campaign.slug)


@require_safe
@require_role(Role.EDITOR)
def export_file(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponseBase:
    return send_export(campaign, pk)


def _page(request: HttpRequest, campaign: Campaign, error: str = "", status: int = 400) -> HttpResponse:
    context = {
        "campaign": campaign,
        "is_admin": has_role(request.user, campaign, Role.ADMIN),
        "exports": LabelExport.objects.of(campaign)[:MAX_ROWS],
        "imports": LabelImport.objects.of(campaign)[:MAX_ROWS],
        "export_form": ExportForm(),
        "import_form": ImportForm(),
        "error": error,
    }
    return render(request, "labeling/exchange/exports.html", context, status=status if error else 200)
