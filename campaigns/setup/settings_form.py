"""Settings that have no step of their own."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from imagery.models import ImagerySource


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta:
        model = Campaign
        fields = ["is_public", "confirmations_to_publish", "comparison_source", "extractor"]
        labels = {
            "is_public": _("Public"),
            "confirmations_to_publish": _("Editors who must confirm a place before it can be published"),
            "comparison_source": _("Imagery to compare with"),
            "extractor": _("How the model describes the ground"),
        }
        help_texts = {
            "is_public": _("Everybody may find the campaign and read its releases."),
            "confirmations_to_publish": _("At least 2, so that no single person puts a place on the map."),
            "comparison_source": _("The same region on another date, shown beside the question on demand."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = ImagerySource.objects.exclude(pk=self.instance.source_id)
        comparison = cast("forms.ModelChoiceField[ImagerySource]", self.fields["comparison_source"])
        comparison.queryset, comparison.empty_label = others, _("None")
