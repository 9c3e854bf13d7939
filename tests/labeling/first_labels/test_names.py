"""Words that people use for the two classes."""

import pytest

from campaigns.models import Campaign
from labeling.first_labels.names import Names
from labeling.models import Answer

YES, NO = Answer.POSITIVE, Answer.NEGATIVE


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("positive", YES), ("Positives", YES), ("mine", YES), ("1", YES), (1, YES), (1.0, YES), (True, YES),
        ("Mining", YES), ("MINING ", YES), ("так", YES), ("yes", YES),
        ("negative", NO), ("not-mine", NO), ("not_mining", NO), ("Not mining", NO), ("0", NO), (0, NO),
        (False, NO), ("ні", NO), ("no", NO), ("non-mining", NO), ("background", NO),
        ("forest", None), ("", None), ("2", None), (None, None), ("10", None), ("nothing", None),
    ],
)  # fmt: skip
def test_a_name_means_one_class_or_neither(campaign: Campaign, name: object, answer: Answer | None) -> None:
    assert Names(campaign).answer_of(name) == answer


def test_the_campaigns_own_names_and_the_admins_word_count(campaign: Campaign) -> None:
    campaign.positive_name, campaign.negative_name = "Яма", "Burnt field"
    names = Names(campaign, {"forest": "negative", "yes": "negative", "cloud": ""})
    assert names.answer_of("яма") == YES and names.answer_of("burnt_field") == NO
    assert names.answer_of("forest") == NO and names.answer_of("yes") == NO
    assert names.is_left_out("cloud") and not names.is_left_out("forest")
