"""An installation in which one editor's word was enough asks for two, and its findings say so."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns.models import Campaign
from detection.models import Detection
from tests.factories_detection import confirm, make_detection, make_run

BEFORE = [("campaigns", "0002_name_new_jobs"), ("detection", "0005_repeat_searches")]
S = Detection.State


def migrate(targets: list[tuple[str, str]]) -> MigrationExecutor:
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection)


@pytest.mark.django_db(transaction=True)
def test_one_confirmation_is_no_longer_enough(campaign: Campaign, editor: User, second_editor: User) -> None:
    run = make_run(campaign)
    one, two = confirm(make_detection(run), editor), confirm(make_detection(run), editor, second_editor)
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        old = migrate(BEFORE).loader.project_state(BEFORE).apps
        old.get_model("campaigns", "Campaign").objects.update(confirmations_to_publish=1)
        old.get_model("detection", "Detection").objects.update(review_state=S.CONFIRMED)
    finally:
        migrate(leaves)
    assert Campaign.objects.get().confirmations_to_publish == 2
    states = dict(Detection.objects.values_list("pk", "review_state"))
    assert states == {one.pk: S.NEEDS_SECOND, two.pk: S.CONFIRMED}
    assert list(Detection.objects.order_by("pk").values_list("n_reviews", flat=True)) == [1, 2]
