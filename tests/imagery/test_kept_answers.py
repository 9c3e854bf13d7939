"""Kept answers stay within their size, whoever writes, and damage or a full disk harms nobody."""

import hashlib
import os
import signal
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from imagery.readers import kept_answers
from imagery.readers.kept_answers import FOLDER, WRITING, KeptAnswer, KeptAnswers, kept_files, shrink, tidy

MIB = 2**20


def make_answer(number: int, size: int = 20_000, sent: float | None = None) -> KeptAnswer:
    content = number.to_bytes(4, "big") * (size // 4)
    return KeptAnswer(200, {"etag": f'"{number}"'}, content, time.time() if sent is None else sent)


def name_of(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def size_of(folder: Path) -> int:
    return sum(file.size for file in kept_files(folder / FOLDER))


def test_an_answer_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    kept, answer = KeptAnswers(tmp_path, MIB, "1"), make_answer(1)
    assert kept.find(name_of(1)) is None
    kept.keep(name_of(1), answer)
    assert kept.find(name_of(1)) == answer
    assert KeptAnswers(tmp_path, MIB, "2").find(name_of(1)) is None


def test_the_size_holds_after_many_writes(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path, MIB, "1")
    for number in range(500):
        kept.keep(name_of(number), make_answer(number))
        if number % 20 == 0:
            assert size_of(tmp_path) <= MIB
    assert MIB / 2 < size_of(tmp_path) <= MIB
    assert kept.find(name_of(499))


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path, MIB, "1")
    for number in range(10):
        kept.keep(name_of(number), make_answer(number))
    for age, number in enumerate([3, 7, *(one for one in range(10) if one not in (3, 7))]):
        path = next(tmp_path.rglob(f"1-{name_of(number)}"))
        os.utime(path, (time.time() - 100 - age, path.stat().st_mtime))
    kept.find(name_of(9))
    shrink(tmp_path / FOLDER, 80_000)
    assert {number for number in range(10) if kept.find(name_of(number))} == {3, 7, 9}


def test_a_very_large_answer_does_not_push_all_others_out(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path, MIB, "1")
    kept.keep(name_of(1), make_answer(1))
    kept.keep(name_of(2), make_answer(2, size=MIB // 4))
    assert kept.find(name_of(1)) and kept.find(name_of(2)) is None


def test_a_smaller_limit_holds_from_the_next_sweep(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path, MIB, "1")
    for number in range(40):
        kept.keep(name_of(number), make_answer(number))
    tidy(tmp_path, MIB // 4, {"1": None})
    assert 0 < size_of(tmp_path) <= MIB // 4


def write_often(folder: Path, first: int) -> None:
    kept = KeptAnswers(folder, MIB, "1")
    for number in range(first, first + 150):
        kept.keep(name_of(number % 200), make_answer(number % 200))
        found = kept.find(name_of(number % 200))
        assert found is None or found.content == make_answer(number % 200).content


def test_processes_that_write_at_once_share_the_size(tmp_path: Path) -> None:
    processes = [
        get_context("fork").Process(target=write_often, args=(tmp_path, 70 * one)) for one in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert 0 < size_of(tmp_path) <= MIB
    assert not list(tmp_path.rglob(f"{WRITING}*"))


def write_for_ever(folder: Path) -> None:
    while True:
        write_often(folder, 0)


def test_a_killed_writer_leaves_nothing_that_is_read(tmp_path: Path) -> None:
    process = get_context("fork").Process(target=write_for_ever, args=(tmp_path,))
    process.start()
    while not size_of(tmp_path):
        time.sleep(0.01)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    write_often(tmp_path, 0)


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path, MIB, "1")
    kept.keep(name_of(1), make_answer(1))
    folder = next(tmp_path.rglob(f"1-{name_of(1)}")).parent
    old, new = folder / f"{WRITING}old", folder / f"{WRITING}new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    tidy(tmp_path, MIB, {"1": None})
    assert not old.exists() and new.exists() and kept.find(name_of(1))


OF_ANOTHER_VERSION = b'{"version": 9}\n'


@pytest.mark.parametrize(
    "damage", [b"", b"short", None, hashlib.sha256(OF_ANOTHER_VERSION).digest() + OF_ANOTHER_VERSION]
)
def test_a_damaged_answer_counts_as_missing(tmp_path: Path, damage: bytes | None) -> None:
    kept = KeptAnswers(tmp_path, MIB, "1")
    kept.keep(name_of(1), make_answer(1))
    path = next(tmp_path.rglob(f"1-{name_of(1)}"))
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"!" if damage is None else damage)
    assert kept.find(name_of(1)) is None
    assert not path.exists()
    kept.keep(name_of(1), make_answer(1))
    assert kept.find(name_of(1))


def test_a_disk_that_takes_nothing_harms_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    kept = KeptAnswers(tmp_path, MIB, "1")
    for number in range(5):
        kept.keep(name_of(number), make_answer(number))
        assert kept.find(name_of(number)) is None
        kept.forget(name_of(number))
    assert len(caplog.records) == 1, "one line a minute"
    (tmp_path / FOLDER).unlink()
    monkeypatch.setattr(kept_answers, "_silent_until", {})
    kept.keep(name_of(1), make_answer(1))
    assert kept.find(name_of(1))


def test_an_answer_from_before_the_clock_was_set_back_is_not_kept_for_ever(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path, MIB, "1", keep_s=100)
    kept.keep(name_of(1), make_answer(1, sent=time.time() + 1000))
    assert kept.find(name_of(1)) is None
