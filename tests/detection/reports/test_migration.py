"""Reports from before readers could follow them get a number and an address."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from detection.models import ReaderReport, Release
from tests.factories_reports import make_report

BEFORE = [("detection", "0008_request_releases")]


@pytest.mark.django_db(transaction=True)
def test_old_reports_are_numbered_and_keep_their_state(release: Release) -> None:
    reports = [make_report(release, 1, text=text) for text in ("One", "Two", "Three")]
    ReaderReport.objects.filter(pk=reports[1].pk).update(state="accepted")
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate(BEFORE)
        old = (
            MigrationExecutor(connection)
            .loader.project_state(BEFORE)
            .apps.get_model("detection", "ReaderReport")
        )
        assert list(old.objects.order_by("pk").values_list("state", flat=True)) == [
            "open",
            "accepted",
            "open",
        ]
    finally:
        MigrationExecutor(connection).migrate(leaves)
    rows = list(ReaderReport.objects.order_by("pk"))
    assert [(row.number, row.state, row.kind) for row in rows] == [
        (1, "received", "wrong"),
        (2, "accepted", "wrong"),
        (3, "received", "wrong"),
    ]
    assert len({row.token for row in rows}) == 3 and all(len(row.token) == 22 for row in rows)
