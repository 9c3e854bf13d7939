"""An editor settles what volunteers cannot agree on."""

from django.contrib.auth.models import User

from campaigns.models import Campaign
from labeling.consensus.services.answer_as_expert import answer_as_expert
from labeling.consensus.services.update_consensus import update_consensus
from labeling.models import Answer, Consensus, GoldAnswer
from tests.factories_labeling import answer_tile, make_guest, make_label_tile


def test_an_editors_answer_settles_at_once(campaign: Campaign, editor: User) -> None:
    Campaign.objects.update(votes_to_agree=2, votes_when_split=2, votes_at_most=2)
    campaign.refresh_from_db()
    tile = make_label_tile(campaign)
    for positive in ({1}, set()):
        answer_tile(campaign, make_guest(campaign), positive)
    update_consensus(campaign=campaign)
    assert [row.superpixel for row in Consensus.objects.awaiting_expert(campaign)] == [1]
    answer_as_expert(
        label_tile=tile, superpixel=1, answer=Answer.POSITIVE, author=editor, reason="Pits in a row"
    )
    row = tile.consensus.get(superpixel=1)
    assert (row.state, row.probability, row.weight) == (Consensus.State.SETTLED, 1.0, 1.0)
    assert not Consensus.objects.awaiting_expert(campaign).exists()
    gold = GoldAnswer.objects.get()
    assert (gold.author, gold.reason) == (editor, "Pits in a row")
