"""A campaign's settings of redundancy: what each means, and which fit together."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LABELS: dict[str, Promise] = {
    "votes_to_agree": gettext_lazy("Answers at first"),
    "positive_votes_to_agree": gettext_lazy("Answers that a yes needs"),
    "votes_when_split": gettext_lazy("Answers when they are split"),
    "votes_at_most": gettext_lazy("Answers at the most"),
    "gold_share": gettext_lazy("Share of hidden gold"),
    "random_share": gettext_lazy("Share of random tiles"),
}
MEANINGS: dict[str, Promise] = {
    "votes_to_agree": gettext_lazy(
        "So many volunteers look at every tile, and by so many one answer must lead all others together."
    ),
    "positive_votes_to_agree": gettext_lazy(
        "So many must say yes before a part counts as positive: what is rare needs more."
    ),
    "votes_when_split": gettext_lazy("So many are asked when the first ones have left some part open."),
    "votes_at_most": gettext_lazy(
        "So many are asked when it is open still; after them it waits for an expert."
    ),
    "gold_share": gettext_lazy(
        "This share of the tiles served, 0 to 0.5, an expert has answered too: they tell how well each "
        "volunteer sees."
    ),
    "random_share": gettext_lazy(
        "This share of the tiles, 0 to 0.5, is drawn at random: they tell honestly how common the find is."
    ),
}
RULES = tuple(LABELS)


def faults_of(rules: Mapping[str, float]) -> dict[str, str]:
    """What does not fit together, by the setting to change; empty where all is well. Those that are absent
    have been refused already."""
    faults = {}
    if _exceeds(rules, "votes_to_agree", "votes_when_split"):
        faults["votes_when_split"] = _("No fewer than are asked at first.")
    if _exceeds(rules, "votes_when_split", "votes_at_most"):
        faults["votes_at_most"] = _("No fewer than are asked when they are split.")
    if _exceeds(rules, "votes_to_agree", "positive_votes_to_agree"):
        faults["positive_votes_to_agree"] = _("No fewer than are asked at first.")
    elif _exceeds(rules, "positive_votes_to_agree", "votes_at_most"):
        faults["positive_votes_to_agree"] = _(
            "No more than are asked at the most: else nothing is ever a yes."
        )
    return faults


def _exceeds(rules: Mapping[str, float], lower: str, upper: str) -> bool:
    return lower in rules and upper in rules and rules[lower] > rules[upper]
