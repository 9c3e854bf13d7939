"""A region in a form."""

from typing import Any

from django import forms

from campaigns.errors import InvalidRegion
from campaigns.regions.check import check_region
from campaigns.regions.extent import extent_of


class CampaignAdminForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """The administration's form: its region is checked as everywhere else."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "region" in given and "zoom" in given:
            try:
                checked = check_region(given["region"], given["zoom"], extent_of(given.get("source")))
                given["region"] = checked.geometry
            except InvalidRegion as error:
                self.add_error("region", str(error))
        return given
