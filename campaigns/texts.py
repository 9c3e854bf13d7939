"""A campaign's texts in the languages of the pages."""

from django.conf import settings

from campaigns.models.campaign import CampaignFields
from imagery.messages import ByLanguage

TEXTS = ("name", "question", "positive_name", "negative_name", "guidance")
REQUIRED = ("name", "question", "positive_name", "negative_name")
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


def column(text: str, language: str) -> str:
    return f"{text}_{language}"


def all_texts(campaign: CampaignFields) -> dict[str, dict[str, str]]:
    """Every text in every language in which it was written: `{"name": {"en": "Amber", "uk": "Бурштин"}}`."""
    return {text: _written(campaign, text) for text in TEXTS}


def by_language(campaign: CampaignFields, text: str) -> ByLanguage:
    """The text for a stored message, whose readers have different languages."""
    return ByLanguage(_written(campaign, text))


def _written(campaign: CampaignFields, text: str) -> dict[str, str]:
    values = {language: getattr(campaign, column(text, language)) for language in LANGUAGES}
    return {language: value for language, value in values.items() if value}
