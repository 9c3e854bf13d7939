"""Editors decide while admins make one search after the other current, each with an own connection."""

from pathlib import Path

import pytest

from tests.labeling.answering.test_races import run_crowd

SCRIPT = """
import json, threading
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from campaigns.roles import Role
from detection.models import Detection, Place, Review
from detection.review.services.record_review import record_review
from detection.runs.services.promote_run import promote_run, settle_findings
from tests.detection.places.test_linking import search
from tests.factories import make_campaign, make_member

BOXES = [(20 * n, 0, 20 * n + 19 - n, 10) for n in range(6)]
campaign = make_campaign()
editors = [make_member(f"editor{n}", campaign, Role.EDITOR) for n in range(3)]
runs = [search(campaign, *BOXES, ended=False) for _ in range(2)]
errors = []

def work(function):
    def guarded():
        try:
            function()
        except Exception as error:
            errors.append(repr(error))
        finally:
            connection.close()
    return threading.Thread(target=guarded)

def settle(run):
    settle_findings(run=run)

def decide(editor, run):
    for finding in Detection.objects.filter(run=run).order_by("pk"):
        record_review(detection=finding, editor=editor, decision="confirmed")

def promote():
    for run in runs * 3:
        promote_run(run=run, promoted_by=None)

def together(*functions):
    threads = [work(function) for function in functions]
    for thread in threads: thread.start()
    for thread in threads: thread.join()

together(*(lambda: settle(runs[0]) for _ in range(3)))
together(*(lambda: settle(runs[1]) for _ in range(3)))
together(lambda: decide(editors[0], runs[0]), lambda: decide(editors[1], runs[0]),
         lambda: decide(editors[2], runs[0]), promote)
current = campaign.runs.get(is_current=True)
print(json.dumps({
    "errors": errors,
    "current": current.number,
    "places": Place.objects.count(),
    "numbers": [sorted(run.detections.values_list("place__number", flat=True)) for run in runs],
    "standing": Review.objects.standing().filter(detection__run=current).count(),
    "states": sorted(set(current.detections.values_list("review_state", flat=True))),
}))
"""


def check(found: dict[str, object]) -> None:
    assert found == {
        "errors": [],
        "current": 2,
        "places": 6,
        "numbers": [[1, 2, 3, 4, 5, 6]] * 2,
        "standing": 18,
        "states": ["confirmed"],
    }


def test_no_decision_is_lost_while_searches_are_made_current_on_sqlite(tmp_path: Path) -> None:
    check(run_crowd(f"sqlite:///{tmp_path / 'races.sqlite3'}", tmp_path, SCRIPT))


@pytest.mark.services
def test_no_decision_is_lost_while_searches_are_made_current_on_postgresql(
    tmp_path: Path, postgres_url: str
) -> None:
    check(run_crowd(postgres_url, tmp_path, SCRIPT))
