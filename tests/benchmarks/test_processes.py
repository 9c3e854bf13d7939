from pathlib import Path

import pytest

from benchmarks.child import Child, ChildFailed

ECHO = """
import sys
from benchmarks.child import peak_rss_mib, serve
print("a library says something")
serve({"name": "echo"}, lambda order: {"asked": order["word"], "peak": peak_rss_mib()})
"""


def start(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> Child:
    (folder / "contestant.py").write_text(program)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return Child("contestant")


def test_a_process_answers_what_it_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child = start(monkeypatch, tmp_path, ECHO)
    assert child.wait_until_ready() == {"ready": True, "name": "echo"}
    answer = child.ask(word="tile")
    assert answer["asked"] == "tile"
    assert answer["peak"] > 1
    child.stop()


def test_a_process_that_ends_early_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child = start(monkeypatch, tmp_path, "raise SystemExit(3)")
    with pytest.raises(ChildFailed, match=r"contestant.*3"):
        child.wait_until_ready()
    child.stop()
