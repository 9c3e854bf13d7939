"""Forms of the imagery step."""

from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imagery.models import ImagerySource, SourceProbe
from imagery.presets import find_preset

ABOUT = [
    "name",
    "attribution",
    "licence",
    "terms_url",
    "captured_from",
    "captured_to",
    "may_cache",
    "keep_days",
    "may_publish_pictures",
]
TERMS = ["attribution", "licence", "terms_url", "may_cache", "keep_days", "may_publish_pictures"]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


WIDGETS = {"captured_from": DateInput, "captured_to": DateInput}
HELP_TEXTS: dict[str, Any] = {
    "name": _("As you will find it again, such as “Drone, north, May 2024”."),
    "attribution": _("The line that must stand below the pictures."),
    "captured_from": _("Leave both dates empty if nobody knows them."),
}


class AboutForm(forms.Form):
    """What people are told about a source, and what its terms allow."""

    columns = ABOUT

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        widgets: dict[str, Any] = {name: widget() for name, widget in WIDGETS.items()}
        columns = forms.fields_for_model(
            ImagerySource, fields=self.columns, widgets=widgets, help_texts=HELP_TEXTS
        )
        self.fields = columns | self.fields

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("captured_from"), given.get("captured_to")
        if first and last and first > last:
            self.add_error("captured_to", _("The last capture date is before the first."))
        if last and last > date.today():
            self.add_error("captured_to", _("This day is still to come."))
        return given


def about_probe(probe: SourceProbe, data: Any = None) -> AboutForm:
    """Filled in with what the source says of itself and what its preset's terms are."""
    found, fields = probe.result, probe.fields
    preset = find_preset(fields.get("preset", ""))
    initial = {
        "name": fields.get("name") or _name_of(probe),
        "attribution": found.get("attribution", ""),
        "captured_from": found.get("captured_from"),
        "captured_to": found.get("captured_to"),
        "may_cache": True,
        **{name: fields[name] for name in TERMS if name in fields},
        **(preset.terms() if preset else {}),
    }
    return AboutForm(data, initial=initial)


def _name_of(probe: SourceProbe) -> str:
    fields = probe.fields
    if probe.file_name:
        return Path(probe.file_name).stem[:200]
    if fields.get("path"):
        return Path(fields["path"]).stem[:200]
    chosen = [layer for layer in probe.result.get("layers") or [] if layer["layer"] == fields.get("layer")]
    return str(chosen[0]["title"] or chosen[0]["layer"])[:200] if chosen else ""
