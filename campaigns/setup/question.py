"""What makes a question complete."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from campaigns.models.campaign import CampaignFields
from campaigns.texts import LANGUAGES, REQUIRED, TEXTS, column


def missing_texts(values: Mapping[str, Any]) -> list[str]:
    """Columns that are still to be filled in: none as soon as one language has name, question and class
    names. Otherwise those of the language that has most, the reader's own if both have as much."""
    reader = (get_language() or "").split("-")[0]
    gaps = {language: _gaps(values, language) for language in LANGUAGES}
    return min(gaps.values(), key=lambda gap: (len(gap), gap != gaps.get(reader)))


def texts_of(campaign: CampaignFields) -> dict[str, str]:
    """Every column of texts with what it holds, empty where nothing was written."""
    names = [column(text, language) for text in TEXTS for language in LANGUAGES]
    return {name: getattr(campaign, name) or "" for name in names}


def has_question(campaign: CampaignFields) -> bool:
    return not missing_texts(texts_of(campaign))


def _gaps(values: Mapping[str, Any], language: str) -> list[str]:
    columns = [column(text, language) for text in REQUIRED]
    return [name for name in columns if not (values.get(name) or "").strip()]
