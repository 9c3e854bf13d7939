"""The form for the question, in both languages."""

from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignDraft
from campaigns.models.campaign import CampaignFields
from campaigns.setup.question import missing_texts
from campaigns.texts import LANGUAGES, TEXTS, column

LABELS = {
    "name": gettext_lazy("Name of the campaign"),
    "question": gettext_lazy("Question"),
    "positive_name": gettext_lazy("Word for yes"),
    "negative_name": gettext_lazy("Word for no"),
    "guidance": gettext_lazy("What counts, and what does not"),
}
COLUMNS = [column(text, language) for text in TEXTS for language in LANGUAGES]


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """Base: at least one language must have all but the guidance."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for text in TEXTS:
            for language in LANGUAGES:
                self._furnish(text, language)

    def _furnish(self, text: str, language: str) -> None:
        field = self.fields[column(text, language)]
        field.label, field.required = LABELS[text], False
        rows = {"rows": 3} if text == "guidance" else {}
        field.widget.attrs |= {"data-text": text, "lang": language, "autocomplete": "off", **rows}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in missing_texts(given):
            if name not in self.errors:
                self.add_error(name, _("Please fill this in."))
        return given

    def languages(self, first: str) -> list[dict[str, Any]]:
        """The fields by language, `first` first; another one is folded while nothing is in it."""
        order = sorted(LANGUAGES, key=lambda language: language != first)
        return [self._in_language(language, is_first=language == first) for language in order]

    def _in_language(self, language: str, is_first: bool) -> dict[str, Any]:
        fields = [self[column(text, language)] for text in TEXTS]
        is_open = is_first or any(field.value() or field.errors for field in fields)
        return {
            "code": language,
            "name": get_language_info(language)["name_local"],
            "fields": fields,
            "is_open": is_open,
            "is_first": is_first,
        }


class DraftQuestionForm(QuestionForm):
    class Meta:
        model = CampaignDraft
        fields = [*COLUMNS, "slug"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["slug"].label = _("Address")

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug and Campaign.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another campaign has this address. Choose another one."))
        return slug


class CampaignQuestionForm(QuestionForm):
    class Meta:
        model = Campaign
        fields = COLUMNS


def question_form(target: CampaignFields, data: Any = None) -> QuestionForm:
    kind = DraftQuestionForm if isinstance(target, CampaignDraft) else CampaignQuestionForm
    return kind(data, instance=target)
