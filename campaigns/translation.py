"""Texts of a campaign that may be written in every language of the pages.

django-modeltranslation adds a column for each (`question_en`, `question_uk`). The plain name (`question`)
reads and writes the active language, and reads the other one where a text is missing.
"""

from modeltranslation.translator import TranslationOptions, register

from campaigns.models import Campaign, CampaignDraft
from campaigns.texts import TEXTS


@register([Campaign, CampaignDraft])
class CampaignTexts(TranslationOptions):
    fields = TEXTS
