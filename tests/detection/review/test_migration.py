"""An installation in which one editor's word was enough asks for two, and its findings say so."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns.models import Campaign
from detection.models import Detection, Review
from detection.review.services.record_review import record_review
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


@pytest.mark.django_db(transaction=True)
def test_reasons_in_words_become_codes_or_move_to_the_comment(
    campaign: Campaign, editor: User, second_editor: User, admin: User
) -> None:
    detection = make_detection(make_run(campaign))
    words = {editor: "Будівлі або дороги", second_editor: "Field or clearing", admin: "A film set"}
    for person in words:
        record_review(detection=detection, editor=person, decision="rejected", comment="Sure")
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        old = migrate([("detection", "0014_claim_findings")]).loader
        reviews = old.project_state([("detection", "0014_claim_findings")]).apps.get_model(
            "detection", "Review"
        )
        for person, reason in words.items():
            reviews.objects.filter(editor_id=person.pk).update(reason=reason)
    finally:
        migrate(leaves)
    found = {review.editor: (review.reason, review.comment) for review in Review.objects.all()}
    assert found == {
        editor: ("built", "Sure"),
        second_editor: ("field", "Sure"),
        admin: ("", "A film set. Sure"),
    }
