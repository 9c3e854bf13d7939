import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from campaigns.models import Campaign, Job

pytestmark = pytest.mark.django_db(transaction=True)


def test_tiles_are_queued_for_preparation(campaign: Campaign) -> None:
    output = io.StringIO()
    call_command("prepare_tiles", campaign.slug, "12", "--json", stdout=output)
    found = json.loads(output.getvalue())
    assert (found["kind"], found["state"], found["total"], found["label_tiles"]) == (
        "prepare",
        "queued",
        12,
        0,
    )
    assert Job.objects.get().total == 12


@pytest.mark.parametrize("count", ["0", "-3", "some", "10001"])
def test_a_number_that_is_none_starts_nothing(campaign: Campaign, count: str) -> None:
    with pytest.raises(CommandError):
        call_command("prepare_tiles", campaign.slug, count)
    assert not Job.objects.exists()


def test_a_second_preparation_is_refused_while_one_is_under_way(campaign: Campaign) -> None:
    call_command("prepare_tiles", campaign.slug, "2", stdout=io.StringIO())
    with pytest.raises(CommandError, match="already under way"):
        call_command("prepare_tiles", campaign.slug, "2")
