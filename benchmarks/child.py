"""A measured child process that waits for orders, so that contestants take turns and each has its own peak
memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.pictures import PROJECT

Order = Callable[[dict[str, Any]], dict[str, Any]]
READY: dict[str, Any] = {"ready": True}


class ChildFailed(Exception):
    """A child process ended before it answered; its output is on standard error."""


class Child:
    """`python -m MODULE ARGUMENTS`, which answers one order at a time."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._name = f"{module} {' '.join(arguments)}"
        quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "1", "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env={**os.environ, **quiet},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self) -> dict[str, Any]:
        """Return its description once it has warmed up."""
        return self._read()

    def ask(self, **order: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return self._read()

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = next((line for line in self._process.stdout if line.startswith("{")), None)
        if line is None:
            raise ChildFailed(f"{self._name} ended with {self._process.wait()}; see above.")
        answer: dict[str, Any] = json.loads(line)
        return answer


def serve(about: dict[str, Any], answer: Order) -> None:
    """Report readiness, then answer orders until standard input ends. The parent ignores output of libraries
    before that; later output goes to standard error."""
    answers, sys.stdout = sys.stdout, sys.stderr
    print(json.dumps({**READY, **about}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), file=answers, flush=True)


def peak_rss_mib() -> float:
    """Peak resident memory of this process in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
