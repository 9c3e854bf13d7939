"""The form for zoom and superpixels."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.errors import InvalidRegion
from campaigns.models import Campaign, CampaignDraft
from campaigns.regions.check import check_region
from campaigns.setup.sizes import ZoomFacts, zooms_of
from campaigns.setup.targets import Target

FIELDS = ["zoom", "n_segments", "compactness", "sigma"]


class SuperpixelForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """Base: the zooms that the imagery has, with what they mean on the ground."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.facts = zooms_of(self.instance.source, self.instance.region, self.instance.zoom)
        choices = [(facts.zoom, words_for(facts)) for facts in self.facts]
        self.fields["zoom"] = forms.TypedChoiceField(
            choices=choices, coerce=int, label=_("What a volunteer sees at once")
        )
        for name, (label, lowest, highest, step) in SLIDERS.items():
            field = self.fields[name]
            field.label, field.help_text = label, MEANINGS[name]
            field.widget = forms.NumberInput({"type": "range", "min": lowest, "max": highest, "step": step})
            field.localize = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        zoom, region = given.get("zoom"), self.instance.region
        if zoom and region and zoom != self.initial.get("zoom"):
            try:
                check_region(region, zoom)
            except InvalidRegion as error:
                self.add_error("zoom", str(error))
        return given


SLIDERS = {
    "n_segments": (gettext_lazy("Parts in a picture"), 4, 400, 1),
    "compactness": (gettext_lazy("Compactness"), 1, 100, 1),
    "sigma": (gettext_lazy("Smoothing (sigma)"), 0, 5, 0.5),
}
MEANINGS = {
    "n_segments": gettext_lazy("Few for large things and quick answers, many for small ones."),
    "compactness": gettext_lazy("Low follows the colours of the ground, high gives even patches."),
    "sigma": gettext_lazy("More smoothing ignores grain and noise in the pictures."),
}


class DraftSuperpixelForm(SuperpixelForm):
    class Meta:
        model = CampaignDraft
        fields = FIELDS


class CampaignSuperpixelForm(SuperpixelForm):
    class Meta:
        model = Campaign
        fields = FIELDS


def superpixel_form(target: Target, data: Any = None) -> SuperpixelForm:
    kind = DraftSuperpixelForm if isinstance(target, CampaignDraft) else CampaignSuperpixelForm
    return kind(data, instance=target)


def words_for(facts: ZoomFacts) -> str:
    """“390 m wide, 0.38 m per pixel, about 1,200 tiles (zoom 16)”."""
    n = facts.tiles.n
    count = ngettext("%(n)s tile", "%(n)s tiles", n) % {"n": number_format(n, force_grouping=True)}
    parts = {
        "metres": number_format(facts.metres, 0, force_grouping=True),
        "pixel": number_format(facts.metres_per_pixel, 2),
        "tiles": count if facts.tiles.is_exact else _("about %s") % count,
        "zoom": facts.zoom,
    }
    return _("%(metres)s m wide, %(pixel)s m per pixel, %(tiles)s (zoom %(zoom)s)") % parts
