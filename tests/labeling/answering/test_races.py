"""Concurrent volunteers, each with a thread and a connection, on SQLite and PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

# Runs in a process of its own, so that the database is the one under test and nothing else is mocked.
SCRIPT = """
import json, threading
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from labeling.models import Answer, LabelTile, Vote
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.record_votes import record_votes
from labeling.answering.services.lease_tiles import lease_tiles
from labeling.consensus.services.update_consensus import update_consensus
from tests.factories import make_campaign
from tests.factories_labeling import CLOCK, N_SUPERPIXELS, draft, make_guest, make_label_tile

TILES, PEOPLE = 6, 10
campaign = make_campaign(votes_to_agree=2, positive_votes_to_agree=2)
for index in range(TILES):
    make_label_tile(campaign, index)
errors, lost = [], []

def volunteer(guest):
    try:
        while assignments := lease_tiles(campaign=campaign, contributor=guest, count=2):
            for assignment in assignments:
                votes = [draft(assignment.label_tile, 1), draft(assignment.label_tile, 2)]
                twice = [threading.Thread(target=send, args=(guest, votes)) for _ in range(2)]
                for thread in twice: thread.start()
                finish_tile(assignment=assignment, clock=CLOCK + 1, votes=votes)
                update_consensus(campaign=campaign)
                for thread in twice: thread.join()
    except Exception as error:
        errors.append(repr(error))
    finally:
        connection.close()

def send(guest, votes):
    try:
        recorded = record_votes(campaign=campaign, contributor=guest, votes=votes)
        lost.extend(str(vote.id) for vote in votes if vote.id not in recorded.stored)
    except Exception as error:
        errors.append(repr(error))
    finally:
        connection.close()

people = [threading.Thread(target=volunteer, args=(make_guest(campaign),)) for _ in range(PEOPLE)]
for person in people: person.start()
for person in people: person.join()
update_consensus(campaign=campaign)
from labeling.models import Consensus
print(json.dumps({
    "errors": errors,
    "lost": lost,
    "answers": list(LabelTile.objects.values_list("n_answers", flat=True)),
    "standing": Vote.objects.standing().count(),
    "positive": Vote.objects.standing().filter(answer=Answer.POSITIVE).count(),
    "rows": Vote.objects.count(),
    "consensus": sorted(set(Consensus.objects.values_list("n_votes", "state"))),
    "expected": TILES * 2 * N_SUPERPIXELS,
}))
"""


def run_crowd(database_url: str, data_root: Path, script: str = SCRIPT) -> dict[str, object]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "webapp.settings.demo",
        "LANDSCAR_DATABASE_URL": database_url,
        "LANDSCAR_DATA_ROOT": str(data_root),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def check(found: dict[str, object]) -> None:
    assert found["errors"] == []
    assert found["lost"] == []
    assert found["answers"] == [2] * 6
    assert found["standing"] == found["rows"] == found["expected"]
    assert found["positive"] == 6 * 2 * 2
    assert found["consensus"] == [[2, "agreed"]]


def test_a_crowd_never_exceeds_the_target_nor_loses_a_vote_on_sqlite(tmp_path: Path) -> None:
    check(run_crowd(f"sqlite:///{tmp_path / 'crowd.sqlite3'}", tmp_path))


@pytest.mark.services
def test_a_crowd_never_exceeds_the_target_nor_loses_a_vote_on_postgresql(
    tmp_path: Path, postgres_url: str
) -> None:
    check(run_crowd(postgres_url, tmp_path))


LATE_SCRIPT = """
import json, random, threading
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
call_command("migrate", verbosity=0)
from labeling.models import Assignment, LabelTile, Vote
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.lease_tiles import lease_tiles
from tests.factories import make_campaign
from tests.factories_labeling import CLOCK, N_SUPERPIXELS, make_guest, make_label_tile

TILES, PEOPLE = 4, 10
campaign = make_campaign(votes_to_agree=2)
for index in range(TILES):
    make_label_tile(campaign, index)
errors, finished = [], []

def volunteer(guest, number):
    try:
        generator = random.Random(number)
        while assignments := lease_tiles(campaign=campaign, contributor=guest, count=2):
            for assignment in assignments:
                if generator.random() < 0.5:
                    Assignment.objects.filter(pk=assignment.pk).update(leased_until=timezone.now())
                    lease_tiles(campaign=campaign, contributor=others[number])
                finish_tile(assignment=assignment, clock=CLOCK + 1)
                finished.append((guest.pk, assignment.label_tile_id))
    except Exception as error:
        errors.append(repr(error))
    finally:
        connection.close()

others = [make_guest(campaign) for _ in range(PEOPLE)]
guests = [make_guest(campaign) for _ in range(PEOPLE)]
people = [threading.Thread(target=volunteer, args=(guest, n)) for n, guest in enumerate(guests)]
for person in people: person.start()
for person in people: person.join()
print(json.dumps({
    "errors": errors,
    "lost": sum(Vote.objects.standing().filter(contributor=guest, label_tile=tile).count() != N_SUPERPIXELS
                for guest, tile in finished),
    "over": [tile.pk for tile in LabelTile.objects.all()
             if tile.assignments.filter(state="done").count() > tile.wanted
             or tile.n_answers != tile.assignments.filter(state="done").count()],
    "spare": Assignment.objects.filter(state="spare").count(),
    "finished": len(finished),
}))
"""


def check_late(found: dict[str, object]) -> None:
    assert found["errors"] == []
    assert found["lost"] == 0
    assert found["over"] == []
    assert found["finished"]


def test_late_answers_never_exceed_the_target_nor_get_lost_on_sqlite(tmp_path: Path) -> None:
    check_late(run_crowd(f"sqlite:///{tmp_path / 'late.sqlite3'}", tmp_path, LATE_SCRIPT))


@pytest.mark.services
def test_late_answers_never_exceed_the_target_nor_get_lost_on_postgresql(
    tmp_path: Path, postgres_url: str
) -> None:
    check_late(run_crowd(postgres_url, tmp_path, LATE_SCRIPT))


# Guests hand their work to one account each while the same tiles are judged, answered late and recounted.
MERGE_SCRIPT = """
import json, random, threading
import django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from labeling.models import Assignment, Contributor, LabelTile, Participation, Vote
from labeling.volunteers.actions import exclude_contributor, restore_contributor
from labeling.answering.services.finish_tile import finish_tile
from labeling.joining.services.merge_guest import merge_guest
from labeling.answering.services.record_votes import record_votes
from labeling.answering.services.lease_tiles import lease_tiles
from labeling.consensus.services.update_consensus import recompute_consensus
from tests.factories import make_campaign, make_user
from tests.factories_labeling import CLOCK, N_SUPERPIXELS, draft, make_guest, make_label_tile

TILES, PEOPLE = 24, 4
campaign = make_campaign(votes_to_agree=PEOPLE)
generator = random.Random(7)
for index in generator.sample(range(TILES), TILES):
    make_label_tile(campaign, index, priority=generator.random())
editor = make_user("emil")
guests = [make_guest(campaign) for _ in range(PEOPLE)]
accounts = [make_guest(campaign) for _ in range(PEOPLE)]
users = [make_user(f"user{number}") for number in range(PEOPLE)]
leases = []
for number, account in enumerate(accounts):
    Contributor.objects.filter(pk=account.pk).update(user=users[number])
for guest in guests:
    assignments = []
    for _ in range(TILES // 8):
        some = lease_tiles(campaign=campaign, contributor=guest, count=8)
        for lease in some: finish_tile(assignment=lease, clock=CLOCK)
        assignments += some
    leases.append(assignments)
# Shuffle the rows on disk, so that code that locks them in storage order deadlocks here.
for tile in generator.sample(list(LabelTile.objects.all()), TILES): tile.save()
errors, lost, over = [], [], threading.Event()

def run(act, *arguments):
    try:
        act(*arguments)
    except Exception as error:
        errors.append(repr(error))
    finally:
        connection.close()

def judge():
    while not over.is_set(): recompute_consensus(campaign=campaign)

def answer_late(number):
    for lease in leases[number]:
        finish_tile(assignment=lease, clock=CLOCK + 1)

def mark_late(number):
    votes = [draft(lease.label_tile, 2, "negative", clock=CLOCK + 2) for lease in leases[number]]
    for start in range(0, TILES, 6):
        recorded = record_votes(campaign=campaign, contributor=guests[number], votes=votes[start:start + 6])
        lost.extend(str(pk) for pk in recorded.rejected)

def exclude(number):
    participation = Participation.objects.get(contributor=accounts[number])
    exclude_contributor(participation=participation, author=editor, reason="Too fast")
    restore_contributor(participation=participation, author=editor, reason="Not at all")

judges = [threading.Thread(target=run, args=(judge,)) for _ in range(2)]
people = [threading.Thread(target=run, args=(answer_late, n)) for n in range(PEOPLE)]
people += [threading.Thread(target=run, args=(mark_late, n)) for n in range(PEOPLE)]
people += [threading.Thread(target=run, args=(exclude, n)) for n in range(PEOPLE)]
people += [threading.Thread(target=run, args=(lambda n: merge_guest(guest=guests[n], user=users[n]), n))
           for n in range(PEOPLE)]
for one in judges + people: one.start()
for one in people: one.join()
over.set()
for one in judges: one.join()
print(json.dumps({
    "errors": errors,
    "lost": lost,
    "marked": Vote.objects.standing().filter(is_implied=False).count(),
    "left": Vote.objects.filter(contributor__in=guests).count(),
    "standing": Vote.objects.standing().count(),
    "expected": TILES * PEOPLE * N_SUPERPIXELS,
    "answers": sorted(set(LabelTile.objects.values_list("n_answers", flat=True))),
}))
"""


def check_merge(found: dict[str, object]) -> None:
    assert found["errors"] == []
    assert found["lost"] == []
    assert found["marked"] == 24 * 4
    assert found["left"] == 0
    assert found["standing"] == found["expected"]
    assert found["answers"] == [4]


def test_merging_guests_does_not_deadlock_on_sqlite(tmp_path: Path) -> None:
    check_merge(run_crowd(f"sqlite:///{tmp_path / 'keeping.sqlite3'}", tmp_path, MERGE_SCRIPT))


@pytest.mark.services
def test_merging_guests_does_not_deadlock_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    check_merge(run_crowd(postgres_url, tmp_path, MERGE_SCRIPT))
