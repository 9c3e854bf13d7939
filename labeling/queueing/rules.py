"""How many answers a tile gets: the campaign's settings, what each means, and which combinations are
valid."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LABELS: dict[str, Promise] = {
    "votes_to_agree": gettext_lazy("Answers at first"),
    "positive_votes_to_agree": gettext_lazy("Yes votes needed"),
    "votes_when_split": gettext_lazy("Answers when votes are split"),
    "votes_at_most": gettext_lazy("Most answers"),
    "gold_share": gettext_lazy("Share of hidden gold"),
    "random_share": gettext_lazy("Share of random tiles"),
}
MEANINGS: dict[str, Promise] = {
    "votes_to_agree": gettext_lazy(
        "Volunteers per tile at first; also the lead that one answer needs over all others together."
    ),
    "positive_votes_to_agree": gettext_lazy(
        "Yes votes before a part counts as positive. Rare finds need more."
    ),
    "votes_when_split": gettext_lazy("Volunteers per tile if the first answers leave a part undecided."),
    "votes_at_most": gettext_lazy(
        "Volunteers per tile at the most. A part that is still undecided then goes to an expert."
    ),
    "gold_share": gettext_lazy(
        "Share of served tiles, 0 to 0.5, that an expert has also answered. They measure volunteers' skill."
    ),
    "random_share": gettext_lazy(
        "Share of tiles, 0 to 0.5, drawn at random, for an unbiased estimate of how common the find is."
    ),
}
RULES = tuple(LABELS)


def find_faults(rules: Mapping[str, float]) -> dict[str, str]:
    faults = {}
    if _exceeds(rules, "votes_to_agree", "votes_when_split"):
        faults["votes_when_split"] = _("Must be at least “Answers at first”.")
    if _exceeds(rules, "votes_when_split", "votes_at_most"):
        faults["votes_at_most"] = _("Must be at least “Answers when votes are split”.")
    if _exceeds(rules, "votes_to_agree", "positive_votes_to_agree"):
        faults["positive_votes_to_agree"] = _("Must be at least “Answers at first”.")
    elif _exceeds(rules, "positive_votes_to_agree", "votes_at_most"):
        faults["positive_votes_to_agree"] = _(
            "Must not exceed “Most answers”, or no part could ever count as positive."
        )
    return faults


def _exceeds(rules: Mapping[str, float], lower: str, upper: str) -> bool:
    return lower in rules and upper in rules and rules[lower] > rules[upper]
