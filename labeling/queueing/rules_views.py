"""The page on which an admin sets how many answers a tile gets."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from labeling.queueing.actions import change_rules
from labeling.queueing.rules import LABELS, MEANINGS, RULES, find_faults


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta:
        model = Campaign
        fields = RULES
        labels = LABELS
        help_texts = MEANINGS
        widgets = {name: forms.NumberInput({"step": "0.01"}) for name in ("gold_share", "random_share")}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, fault in find_faults(given).items():
            self.add_error(name, fault)
        return given


@require_role(Role.ADMIN)
def rules(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    # A copy: a ModelForm changes its instance even when it is invalid.
    shown = Campaign.objects.get(pk=campaign.pk)
    form = RulesForm(request.POST if request.method == "POST" else None, instance=shown)
    if request.method == "POST" and form.is_valid():
        if change_rules(campaign=campaign, rules=form.cleaned_data):
            messages.success(request, _("Saved. All answers stay; the consensus is being recomputed."))
        else:
            messages.success(request, _("Nothing was changed."))
        return redirect("label-rules", campaign.slug)
    return render(request, "labeling/queueing/rules.html", {"campaign": campaign, "form": form})
