"""Forms of the first labels."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from labeling.first_labels.actions import Given
from labeling.first_labels.reading import SUFFIXES
from labeling.models import Answer, KnowledgeFile

MAX_TILES = 5000


class RandomForm(forms.Form):
    count = forms.IntegerField(
        min_value=1, max_value=MAX_TILES, initial=50, label=gettext_lazy("Tiles to prepare")
    )


class PlacesForm(forms.Form):
    places = forms.FileField(
        label=gettext_lazy("File of places"),
        widget=forms.FileInput({"accept": ",".join(SUFFIXES)}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    answer = forms.ChoiceField(label=gettext_lazy("What they are"), required=False)
    column = forms.CharField(
        max_length=100,
        required=False,
        label=gettext_lazy("Property that says which class a place has"),
    )
    origin = forms.CharField(max_length=300, required=False, label=gettext_lazy("How you know"))

    def __init__(self, campaign: Campaign, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].choices = class_choices(campaign)  # type: ignore[attr-defined] # a ChoiceField

    def clean_places(self) -> Any:
        file = self.cleaned_data["places"]
        if not file.name.lower().endswith(SUFFIXES):
            raise forms.ValidationError(
                _("“%(name)s” is none of the kinds that can be read: %(kinds)s.")
                % {"name": file.name, "kinds": ", ".join(SUFFIXES)}
            )
        return file

    def given(self) -> list[Given]:
        data = self.cleaned_data
        return [Given(data["places"], data["answer"], data["column"].strip(), data["origin"].strip())]


class CropsForm(forms.Form):
    both = forms.FileField(
        required=False,
        label=gettext_lazy("One ZIP with a folder for each class"),
        widget=forms.FileInput({"accept": ".zip"}),
    )
    positive = forms.FileField(required=False, widget=forms.FileInput({"accept": ".zip"}))
    negative = forms.FileField(required=False, widget=forms.FileInput({"accept": ".zip"}))
    origin = forms.CharField(max_length=300, required=False, label=gettext_lazy("How you know"))

    def __init__(self, campaign: Campaign, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = gettext_lazy("ZIP of “%(name)s” alone")
        self.fields["positive"].label = words % {"name": campaign.positive_name}
        self.fields["negative"].label = words % {"name": campaign.negative_name}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [name for name in ("both", "positive", "negative") if data.get(name)]
        if not chosen:
            self.add_error("both", _("Choose a ZIP."))
        elif "both" in chosen and len(chosen) > 1:
            self.add_error("both", _("Choose either one ZIP with both folders, or a ZIP for each class."))
        for name in [name for name in chosen if name in data]:
            if not data[name].name.lower().endswith(".zip"):
                self.add_error(name, _("“%(file)s” is no ZIP.") % {"file": data[name].name})
        return data

    def given(self) -> list[Given]:
        data = self.cleaned_data
        answers = {"both": "", "positive": Answer.POSITIVE, "negative": Answer.NEGATIVE}
        return [
            Given(data[name], answer, source=data["origin"].strip())
            for name, answer in answers.items()
            if data[name]
        ]


LEAVE_OUT = "leave-out"


class NamesForm(forms.Form):
    """Which class each name in a file stands for."""

    def __init__(self, file: KnowledgeFile, data: Any = None) -> None:
        super().__init__(data, prefix=f"file-{file.pk}")
        self.file = file
        choices = [("", _("Choose…")), *class_choices(file.campaign), (LEAVE_OUT, _("Leave out"))]
        for number, (name, n) in enumerate(file.asked):
            self.fields[f"name_{number}"] = forms.ChoiceField(
                choices=choices,
                label=f"{name or _('(no folder)')} ({n})",
                error_messages={"required": _("Say what this name means.")},
            )

    def answers(self) -> dict[str, str]:
        """Answer by name; empty for a name that is left out."""
        chosen = [self.cleaned_data[f"name_{number}"] for number in range(len(self.file.asked))]
        return {
            name: "" if answer == LEAVE_OUT else answer
            for (name, _n), answer in zip(self.file.asked, chosen, strict=True)
        }


def class_choices(campaign: Campaign) -> list[tuple[str, str]]:
    return [
        (Answer.POSITIVE.value, campaign.positive_name),
        (Answer.NEGATIVE.value, campaign.negative_name),
    ]
