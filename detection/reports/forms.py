"""The two forms of readers: a place is wrong, or one is missing."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detection.publication.models import Release, ReleasePlace
from detection.reports.models import ReaderReport
from detection.reports.shapes import MAX_LENGTH, as_geojson, read_shape

Kind = ReaderReport.Kind


class Spot(NamedTuple):
    lng: float
    lat: float


class ReportForm(forms.Form):
    kind: Kind
    text = forms.CharField(
        max_length=2000,
        label=gettext_lazy("What do you know about it?"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    contact = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("E-mail or phone, if you like"),
        widget=forms.TextInput(attrs={"autocomplete": "email", "aria-describedby": "contact-help"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"})
    )
    """Hidden from people. A filled field gives away a spam program."""

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release = release

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["website"])

    @property
    def place(self) -> ReleasePlace | None:
        return None

    @property
    def spot(self) -> Spot:
        raise NotImplementedError

    @property
    def shape(self) -> dict[str, Any] | None:
        return None


class WrongForm(ReportForm):
    kind = Kind.WRONG
    number = forms.IntegerField(min_value=1, label=gettext_lazy("Number of the place"))
    reason = forms.ChoiceField(
        choices=ReaderReport.Reason, label=gettext_lazy("What is wrong?"), widget=forms.RadioSelect
    )
    field_order = ["number", "reason", "text", "contact"]

    def clean_number(self) -> ReleasePlace:
        found = self.release.shown_places.filter(number=self.cleaned_data["number"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no place with this number in the newest release."))
        return found

    @property
    def place(self) -> ReleasePlace:
        found: ReleasePlace = self.cleaned_data["number"]
        return found

    @property
    def spot(self) -> Spot:
        return Spot(self.place.lng, self.place.lat)


def _degrees(target: str) -> forms.NumberInput:
    attributes = {"step": "any", "inputmode": "decimal", "data-report-spot-target": target}
    return forms.NumberInput(attrs=attributes | {"data-action": "input->report-spot#typed"})


class MissedForm(ReportForm):
    kind = Kind.MISSED
    lat = forms.FloatField(
        min_value=-85, max_value=85, required=False, label=gettext_lazy("Latitude"), widget=_degrees("lat")
    )
    lng = forms.FloatField(
        min_value=-180, max_value=180, required=False, label=gettext_lazy("Longitude"), widget=_degrees("lng")
    )
    outline = forms.CharField(
        required=False,
        max_length=MAX_LENGTH,
        widget=forms.HiddenInput(attrs={"data-report-spot-target": "outline"}),
    )

    def clean_outline(self) -> dict[str, Any] | None:
        shape = read_shape(self.cleaned_data["outline"]) if self.cleaned_data["outline"] else None
        if shape is None:
            return None
        inside = shape.representative_point()
        self.middle = Spot(inside.x, inside.y)
        return as_geojson(shape)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_somewhere = data.get("outline") or None not in (data.get("lat"), data.get("lng"))
        if not is_somewhere and not {"lat", "lng", "outline"} & self.errors.keys():
            self.add_error("lat", _("Say where it is: tap the map, or give latitude and longitude."))
        return data

    @property
    def shape(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.cleaned_data["outline"]
        return found

    @property
    def spot(self) -> Spot:
        """Within the outline, where there is one."""
        return self.middle if self.shape else Spot(self.cleaned_data["lng"], self.cleaned_data["lat"])
