"""The form with which readers report an error on the map."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns.limits import Limit, address_of, count_or_refuse, device_of
from campaigns.models import Campaign
from detection.publication.access import public_page
from detection.publication.models import Release, ReleasePlace
from detection.publication.services.report_error import report_error

REPORTS_OF_DEVICE = Limit("reports-device", free=10, regain_s=360, longest_wait_s=1800)
REPORTS_OF_ADDRESS = Limit("reports-address", free=100, regain_s=20)
"""So high that a newsroom behind one address is not locked out."""


class ReportForm(forms.Form):
    place = forms.IntegerField(min_value=1, required=False, label=gettext_lazy("Number of the place"))
    lng = forms.FloatField(min_value=-180, max_value=180, required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(min_value=-90, max_value=90, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=2000,
        label=gettext_lazy("What is wrong?"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"})
    )
    """Hidden from people. A filled field gives away a spam program."""

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release = release

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number = data.get("place")
        if number:
            data["place"] = self._find_place(number)
        elif data.get("lng") is None or data.get("lat") is None:
            self.add_error(
                "place", _("Give the number of the place. It is shown in the list and on the map.")
            )
        return data

    def _find_place(self, number: int) -> ReleasePlace | None:
        place = self.release.shown_places.filter(number=number).first()
        if place is None:
            self.add_error("place", _("There is no place with this number in the newest release."))
        return place


@require_http_methods(["GET", "POST"])
@public_page
def report(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    release = Release.objects.of(campaign).first()
    if release is None:
        return redirect("public-map", slug=campaign.slug)
    form = ReportForm(request.POST or None, release=release, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        _count(request)
        if not form.cleaned_data["website"]:
            _store(form, release)
        messages.success(request, _("Thank you. An editor will look at this place again."))
        return redirect("public-map", slug=campaign.slug)
    context = {"campaign": campaign, "form": form, "release": release}
    return render(request, "detection/publication/map_report.html", context)


def _count(request: HttpRequest) -> None:
    """Raises TooMany for a device or an address that has sent too many reports."""
    address = address_of(request)
    senders = [(REPORTS_OF_DEVICE, device_of(request) or address), (REPORTS_OF_ADDRESS, address)]
    words = _("Too many reports came from here, so this one was not sent. Go back to keep its text.")
    count_or_refuse(senders, words)


def _store(form: ReportForm, release: Release) -> None:
    data = form.cleaned_data
    place: ReleasePlace | None = data["place"] or None
    lng, lat = (place.lng, place.lat) if place else (data["lng"], data["lat"])
    report_error(release=release, text=data["text"], lng=lng, lat=lat, place=place)
