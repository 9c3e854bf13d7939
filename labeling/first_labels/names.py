"""Names that people give to the two classes: in folders, in properties, in columns."""

import re
import unicodedata
from typing import Any

from django.conf import settings

from campaigns.models import Campaign
from labeling.models import Answer

POSITIVE = {"positive", "positives", "pos", "yes", "y", "true", "t", "mine", "mines", "mining", "scar", "так"}
NEGATIVE = {"negative", "negatives", "neg", "no", "n", "false", "f", "clear", "none", "background", "ні"}
DIGITS = {"1": Answer.POSITIVE, "0": Answer.NEGATIVE}
NEGATION = re.compile(r"^(not|non|no|не) ")


class Names:
    """What the words of a file mean in a campaign."""

    def __init__(self, campaign: Campaign, given: dict[str, str] | None = None) -> None:
        self._given = given or {}
        self._positive = POSITIVE | _class_names(campaign, "positive_name")
        self._negative = NEGATIVE | _class_names(campaign, "negative_name")

    def answer_of(self, name: Any) -> Answer | None:
        """None where the name says neither; an answer that the admin gave wins."""
        if (given := self._given.get(str(name))) in Answer.DECIDED:
            return Answer(given)
        plain = "" if name is None else plain_name(name)
        if plain in self._negative:
            return Answer.NEGATIVE
        if plain in self._positive:
            return Answer.POSITIVE
        if NEGATION.sub("", plain) in self._positive:
            return Answer.NEGATIVE
        return DIGITS.get(plain.removesuffix(".0"))

    def is_left_out(self, name: Any) -> bool:
        return self._given.get(str(name)) == ""


def plain_name(name: Any) -> str:
    text = unicodedata.normalize("NFKC", str(name)).casefold()
    return re.sub(r"[\s_\-–—]+", " ", text).strip()


def _class_names(campaign: Campaign, field: str) -> set[str]:
    fields = [field, *(f"{field}_{code}" for code, _language in settings.LANGUAGES)]
    names = {plain_name(getattr(campaign, name, "") or "") for name in fields}
    return names - {""}
