"""Searches from before there were versions of findings get a first one."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, FindingSet
from detection.runs.finding_models import rule_columns
from tests.factories_detection import make_detection, make_run

BEFORE = ("detection", "0002_add_finding_sets")


def migrate(*names: tuple[str, str]) -> MigrationExecutor:
    executor = MigrationExecutor(connection)
    executor.migrate(list(names) or executor.loader.graph.leaf_nodes("detection"))
    return MigrationExecutor(connection)


@pytest.mark.django_db(transaction=True)
def test_every_search_and_its_findings_get_the_first_version(campaign: Campaign) -> None:
    run = make_run(campaign, lone_threshold=0.95)
    finding = make_detection(run)
    try:
        old = migrate(BEFORE).loader.project_state(BEFORE).apps
        old.get_model("detection", "DetectionRun").objects.update(finding_set=None)
        old.get_model("detection", "Detection").objects.update(finding_set=None)
        old.get_model("detection", "FindingSet").objects.all().delete()
    finally:
        migrate()
    version = FindingSet.objects.get()
    assert (version.run, version.number, rule_columns(version)) == (run, 1, rule_columns(run))
    assert DetectionRun.objects.get().finding_set == version
    assert Detection.objects.get(pk=finding.pk).finding_set == version
