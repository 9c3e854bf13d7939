"""How long does the consensus of a million votes take? `python -m benchmarks.consensus`.

Simulated volunteers of uneven skill give three answers to every superpixel, seeded. Both implementations get
the votes as arrays and estimate all confusion matrices and probabilities, starting from the majority's
shares: this project's Dawid-Skene without priors, and crowd-kit's `DawidSkene`. `seconds` is our whole fit,
until no probability moves by more than 1e-5. crowd-kit stops earlier, when its likelihood has settled, so
`ratio` compares single iterations; `same_answers` is the share of superpixels on which both agree.
`with_priors_seconds` is what the application runs: six kinds of response, priors, gold, and everyone's skill
with its interval. No database is involved.

With `--database`, `database_seconds` is a worker's whole task for as many votes on a temporary PostgreSQL,
`database_read_seconds` the part that reads. This is the worst case: no superpixel has been judged before, so
every one is judged and written.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TypeVar
from uuid import UUID

import django
import numpy as np
from numpy.typing import NDArray

from benchmarks.report import Report, note, run_benchmark
from benchmarks.servers import running_postgres
from labeling.consensus import responses
from labeling.consensus.ballots import Ballots
from labeling.consensus.dawid_skene import Priors, Votes, dawid_skene
from labeling.consensus.evidence import gather_evidence

ANSWERS = 3
ITERATIONS = 100
PREVALENCE = 0.1
GOLD_SHARE = 0.05
T = TypeVar("T")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.consensus", description="Speed of the consensus."
    )
    parser.add_argument("--votes", type=int, default=1_000_000, metavar="N", help="default 1,000,000")
    parser.add_argument("--volunteers", type=int, default=2000, metavar="N", help="default 2,000")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--database", action="store_true", help="also read and write, on PostgreSQL")
    return run_benchmark(parser, run, describe)


def run(options: argparse.Namespace) -> Report:
    report = measure(options.votes, options.volunteers, options.seed)
    return report | measure_stored(options.votes) if options.database else report


def measure(n_votes: int, n_volunteers: int, seed: int = 0) -> Report:
    votes, truth = simulate(n_votes, n_volunteers, seed)
    seconds, plain = timed(lambda: dawid_skene(votes, Priors.none(2), max_iterations=ITERATIONS))
    note(f"ours: {seconds:.1f} s, {plain.n_iterations} iterations")
    in_use, _evidence = timed(lambda: estimate_in_use(votes, truth, seed))
    report: Report = {
        "votes": len(votes.items),
        "superpixels": votes.n_items,
        "volunteers": n_volunteers,
        "seconds": seconds,
        "iterations": plain.n_iterations,
        "with_priors_seconds": in_use,
        "error": float(((plain.probabilities > 0.5) != truth).mean()),
    }
    return report | compare(votes, plain.probabilities > 0.5, seconds / plain.n_iterations)


def simulate(n_votes: int, n_volunteers: int, seed: int) -> tuple[Votes, NDArray[np.bool_]]:
    """Votes of two kinds, 0 for yes, and the truth."""
    generator = np.random.default_rng(seed)
    n_items = n_votes // ANSWERS
    truth = generator.random(n_items) < PREVALENCE
    items = np.repeat(np.arange(n_items), ANSWERS)
    workers = generator.integers(0, n_volunteers, len(items))
    hits, alarms = generator.uniform(0.6, 0.95, n_volunteers), generator.uniform(0.0, 0.1, n_volunteers)
    says_yes = generator.random(len(items)) < np.where(truth[items], hits[workers], alarms[workers])
    return Votes(items, workers, np.where(says_yes, 0, 1), n_items, n_volunteers, 2), truth


def estimate_in_use(votes: Votes, truth: NDArray[np.bool_], seed: int) -> object:
    generator = np.random.default_rng(seed)
    implied = np.array([responses.GLANCED, responses.VIEWED, responses.ZOOMED])
    rest = implied[generator.integers(0, 3, len(votes.items))]
    given = np.where(votes.responses == 0, responses.POSITIVE, rest)
    is_gold = generator.random(votes.n_items) < GOLD_SHARE
    ballots = Ballots(
        Votes(votes.items, votes.workers, given, votes.n_items, votes.n_workers, responses.N_RESPONSES),
        item_keys=np.arange(votes.n_items),
        contributors=[UUID(int=number) for number in range(votes.n_workers)],
        gold=np.where(is_gold, truth.astype(float), np.nan),
    )
    return gather_evidence(ballots, ballots.estimate())


def compare(votes: Votes, ours: NDArray[np.bool_], seconds_an_iteration: float) -> Report:
    if find_spec("crowdkit") is None:
        return {"crowdkit": "crowd-kit is not installed; it is one of the development requirements."}
    import pandas
    from crowdkit.aggregation import DawidSkene

    frame = pandas.DataFrame({"task": votes.items, "worker": votes.workers, "label": votes.responses})
    seconds, fitted = timed(lambda: DawidSkene(n_iter=ITERATIONS).fit(frame))
    assert fitted.labels_ is not None
    says_yes = fitted.labels_.reindex(range(votes.n_items)).to_numpy() == 0
    n_iterations = len(fitted.loss_history_)
    return {
        "crowdkit_seconds": seconds,
        "crowdkit_iterations": n_iterations,
        "ratio": seconds / n_iterations / seconds_an_iteration,
        "same_answers": float((says_yes == ours).mean()),
    }


def measure_stored(n_votes: int) -> Report:
    """From here on this process uses Django with the temporary database."""
    with running_postgres() as url, tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "webapp.settings.demo",
            "LANDSCAR_DATABASE_URL": url,
            "LANDSCAR_DATA_ROOT": folder,
        }
        django.setup()
        from benchmarks.labeling_data import SUPERPIXELS, QueueSize, fill_database
        from campaigns.models import Campaign
        from labeling.consensus.gather_ballots import gather_ballots
        from labeling.consensus.services.estimate_skills import estimate_skills
        from labeling.models import Consensus

        fill_database(QueueSize(tiles=n_votes // (SUPERPIXELS * ANSWERS) + 1, votes=n_votes))
        Consensus.objects.all().delete()
        campaign = Campaign.objects.get()
        read_seconds, _ballots = timed(lambda: gather_ballots(campaign))
        seconds, written = timed(lambda: estimate_skills(campaign=campaign))
    return {"database_seconds": seconds, "database_read_seconds": read_seconds, "database_rows": written}


def timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


def describe(report: Report) -> Sequence[str]:
    lines = [
        "{votes:,} votes of {volunteers:,} volunteers on {superpixels:,} superpixels",
        "Dawid-Skene: {seconds:.1f} s, {iterations} iterations",
        "as the application runs it: {with_priors_seconds:.1f} s",
    ]
    if "crowdkit" in report:
        lines.append("{crowdkit}")
    else:
        lines += [
            "crowd-kit: {crowdkit_seconds:.1f} s, {crowdkit_iterations} iterations",
            "its iterations take {ratio:.1f} times as long; same answer on {same_answers:.2%}",
        ]
    if "database_seconds" in report:
        lines.append(
            "with PostgreSQL: {database_seconds:.0f} s, {database_read_seconds:.0f} s of them for reading, "
            "{database_rows:,} superpixels written"
        )
    return [line.format(**report) for line in lines]


if __name__ == "__main__":
    raise SystemExit(main())
