import io
import socket
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import User

from campaigns.models import Campaign, Membership
from campaigns.roles import Role, role_in
from demo.people.accounts import PASSWORD, SIGN_INS, ensure_people
from demo.runtime.console import Console, table
from demo.truth import Confusion
from webapp.serving.lock import FolderInUse, hold_lock
from webapp.serving.processes import HOST, ProcessFailed, free_port, running, wait_until_served


def test_a_second_demo_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with (
        hold_lock(tmp_path / "demo.lock"),
        pytest.raises(FolderInUse, match="Ctrl"),
        hold_lock(tmp_path / "demo.lock"),
    ):
        pass


def test_the_folder_is_free_again_when_the_first_demo_has_ended(tmp_path: Path) -> None:
    for _ in range(2):
        with hold_lock(tmp_path / "demo.lock"):
            pass


def test_a_taken_port_is_passed_over_for_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port(port) < port + 20


def test_a_server_that_ends_at_once_is_reported_with_its_log() -> None:
    with (
        running("broken", "no_such_module") as process,
        pytest.raises(ProcessFailed, match=r"web\.log"),
    ):
        wait_until_served(f"http://{HOST}:9/", process)


def test_a_child_process_is_stopped_at_the_end_of_the_block() -> None:
    with running("sleeper", "http.server", "0", "--bind", HOST) as process:
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.django_db
def test_accounts_are_created_once_and_keep_their_passwords(campaign: Campaign) -> None:
    people = ensure_people(campaign)
    people["editor"].set_password("chosen-by-the-editor")
    people["editor"].save()
    again = ensure_people(campaign)
    assert User.objects.count() == len(SIGN_INS) == Membership.objects.count()
    assert again["editor"].check_password("chosen-by-the-editor")
    assert again["volunteer"].check_password(PASSWORD)
    assert role_in(again["editor"], campaign) == Role.EDITOR


def test_confusion_counts_against_the_truth() -> None:
    predicted = np.array([True, True, False, False])
    truth = np.array([True, False, True, False])
    total = Confusion.count(predicted, truth) + Confusion.count(truth, truth)
    assert (total.true_positives, total.false_positives, total.false_negatives) == (3, 1, 1)
    assert (total.precision, total.recall) == (0.75, 0.75)


def test_precision_and_recall_of_nothing_are_zero() -> None:
    assert Confusion().precision == Confusion().recall == 0.0


def test_every_step_is_announced_numbered_and_timed() -> None:
    output = io.StringIO()
    console = Console(output, {"draw": "Draw", "search": "Search"})
    with console.step("draw") as report:
        report(1, 2)
        report(2, 2)
    with console.step("search"):
        pass
    lines = output.getvalue().splitlines()
    assert lines[0] == "[1/2] Draw …"
    assert any("2/2" in line for line in lines)
    assert lines[-1].startswith("[2/2] Search:")
    assert list(console.seconds) == ["draw", "search"]


def test_the_table_aligns_its_figures() -> None:
    assert table([("tiles", "144"), ("superpixels", "4123")]).splitlines() == [
        "  tiles         144",
        "  superpixels  4123",
    ]
