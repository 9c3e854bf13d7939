"""Change a source: its address, key, dates and terms. What that means for campaigns is said first."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns.roles import role_in
from campaigns.setup.imagery_forms import ABOUT, AboutForm
from campaigns.setup.source_access import may_change_source
from imagery.models import ImagerySource
from imagery.services.change_source import change_source, would_read_anew
from imagery.source_kinds import SourceKind

READ_BY = {
    SourceKind.XYZ: ["url", "subdomains", "tile_px", "min_zoom", "max_zoom", "requests_per_second"],
    SourceKind.WMS: ["url", "layer", "style", "time", "max_zoom", "requests_per_second"],
    SourceKind.WMTS: ["url", "layer", "style", "matrix_set", "time", "requests_per_second"],
    SourceKind.STAC: ["url", "layer"],
    SourceKind.PMTILES: ["url", "path"],
    SourceKind.RASTER: ["path"],
    SourceKind.MBTILES: ["path"],
    SourceKind.PICTURES: ["path", "crs"],
}
KEYED = {SourceKind.XYZ, SourceKind.WMS, SourceKind.WMTS, SourceKind.PMTILES}


class SourceForm(AboutForm):
    """A source's own columns, by its kind, and a tick that accepts what a new address means."""

    key = forms.CharField(
        label=gettext_lazy("New key"),
        required=False,
        max_length=2000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Leave it empty to keep the key. It is stored encrypted and never shown."),
    )
    accept = forms.BooleanField(label=gettext_lazy("I know; read the tiles anew"), required=False)

    def __init__(self, source: ImagerySource, data: Any = None) -> None:
        kind = SourceKind(source.kind)
        self.read_by = READ_BY[kind]
        self.columns = [*ABOUT, *self.read_by, "revision"]
        super().__init__(data, initial=forms.model_to_dict(source, self.columns))
        if kind not in KEYED:
            del self.fields["key"]

    @property
    def fields_of_address(self) -> list[forms.BoundField]:
        return [self[name] for name in self.read_by]

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.columns}


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, source: str) -> HttpResponse:
    found = get_object_or_404(ImagerySource, slug=source)
    if not may_change_source(request.user, found):
        raise PermissionDenied
    form = SourceForm(found, request.POST or None)
    if request.method != "POST":
        return _page(request, found, form)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    if would_read_anew(found, form.values) and not form.cleaned_data["accept"]:
        return _page(request, found, form, asks=True, status=409)
    return _change(request, form, found)


def _change(request: HttpRequest, form: SourceForm, found: ImagerySource) -> HttpResponse:
    try:
        change_source(source=found, key=form.cleaned_data.get("key", ""), **form.values)
    except forms.ValidationError as error:
        for name, words in error.message_dict.items():
            form.add_error(name if name in form.fields else None, words)
        return _page(request, found, form, status=400)
    messages.success(request, _("The source was changed."))
    return redirect("source", found.slug)


def _page(
    request: HttpRequest, found: ImagerySource, form: SourceForm, asks: bool = False, status: int = 200
) -> HttpResponse:
    campaigns = [one for one in found.campaigns.all() if role_in(request.user, one)]
    context = {
        "source": found,
        "form": form,
        "asks": asks,
        "campaigns": campaigns,
        "n_others": found.campaigns.count() - len(campaigns),
        "n_tiles": found.tiles.filter(picture__gt="").count(),
    }
    return render(request, "campaigns/setup/imagery/source.html", context, status=status)
