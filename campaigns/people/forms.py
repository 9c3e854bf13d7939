"""The forms of the page People."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Membership

DAYS = [
    (1, gettext_lazy("1 day")),
    (7, gettext_lazy("1 week")),
    (14, gettext_lazy("2 weeks")),
    (30, gettext_lazy("30 days")),
]


class InvitationForm(forms.Form):
    role = forms.ChoiceField(
        choices=Membership.Role.choices, initial=Membership.Role.EDITOR, label=gettext_lazy("Role")
    )
    note = forms.CharField(max_length=100, required=False, label=gettext_lazy("For whom?"))
    max_uses = forms.IntegerField(
        min_value=1, max_value=500, initial=1, label=gettext_lazy("How many people may use it")
    )
    days = forms.TypedChoiceField(
        choices=DAYS, coerce=int, initial=14, label=gettext_lazy("How long it works")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("role") == Membership.Role.ADMIN and given.get("max_uses", 1) > 1:
            self.add_error("max_uses", _("An admin can do everything here: invite admins one by one."))
        return given

    def as_arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"role": Membership.Role(given["role"]), "lasts": timedelta(days=given.pop("days"))}


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)
