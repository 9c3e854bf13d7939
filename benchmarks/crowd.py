"""Does the consensus stay right when a fifth of the crowd spams? `python -m benchmarks.crowd`.

Simulated and seeded: fifty volunteers answer tiles of 30 superpixels, one in twelve positive. Eight in ten
are more or less careful; of the others a quarter each taps everything, taps at random, taps nothing, or
inverts every answer. One tile in twenty has gold. Careful volunteers sometimes only glance at a tile.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from benchmarks.crowd_and_model import ask_crowdlab, imagine_model, let_model_vote
from benchmarks.report import Report, run_benchmark, table
from labeling.consensus import responses
from labeling.consensus.ballots import Ballots
from labeling.consensus.dawid_skene import Floats, Votes, majority
from labeling.consensus.evidence import gather_evidence

Truth = NDArray[np.bool_]
SUPERPIXELS = 30
GLANCE_S = responses.GLANCE_S_PER_SUPERPIXEL * SUPERPIXELS
GOLD_SHARE = 0.05
KINDS = ("careful", "all", "random", "none", "inverse")
"""Behaviours; all but the first are spam."""

METHODS = {
    "consensus": "consensus",
    "majority": "majority",
    "model": "a model alone (area under the curve 0.95)",
    "crowdlab": "CROWDLAB: votes and model",
    "consensus_and_model": "consensus with the model as a voter",
}


@dataclass(frozen=True)
class Crowd:
    """Parallel arrays, one entry per volunteer."""

    kinds: NDArray[np.str_]
    sensitivity: Floats
    false_alarms: Floats
    seconds: Floats
    """Mean seconds per tile."""

    @property
    def is_spammer(self) -> Truth:
        return np.asarray(self.kinds != "careful")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description="A crowd with spammers.")
    parser.add_argument("--volunteers", type=int, default=50, metavar="N")
    parser.add_argument("--tiles", type=int, default=300, metavar="N")
    parser.add_argument("--answers", type=int, default=5, metavar="N", help="answers per tile, default 5")
    parser.add_argument("--spammers", type=float, default=0.2, metavar="SHARE")
    parser.add_argument("--seed", type=int, default=0)
    return run_benchmark(parser, run, describe)


def run(options: argparse.Namespace) -> Report:
    return measure(**{name: value for name, value in vars(options).items() if name != "json"})


def measure(
    *,
    volunteers: int = 50,
    tiles: int = 300,
    answers: int = 5,
    spammers: float = 0.2,
    seed: int = 0,
) -> Report:
    generator = np.random.default_rng(seed)
    crowd = make_crowd(generator, volunteers, spammers)
    truth = generator.random(tiles * SUPERPIXELS) < 1 / 12
    ballots = vote(generator, crowd, truth, answers)
    estimate = ballots.estimate()
    unknown = np.isnan(ballots.gold)
    shares = majority(ballots.votes, responses.POSITIVE)
    found = find_spammers(ballots, gather_evidence(ballots, estimate))
    model = imagine_model(generator, truth.astype(float), 1 / 12)
    says = {
        "consensus": estimate.probabilities > 0.5,
        "majority": shares > 0.5,
        "crowdlab": ask_crowdlab(ballots, model) > 0.5,
        "consensus_and_model": let_model_vote(ballots, model) > 0.5,
        "model": model > 0.5,
    }
    return {
        "volunteers": volunteers,
        "spammers": int(crowd.is_spammer.sum()),
        "superpixels": int(unknown.sum()),
        "votes": len(ballots.votes.items),
        **{f"{method}_error": float((yes != truth)[unknown].mean()) for method, yes in says.items()},
        **{f"{method}_f1": f1(yes[unknown], truth[unknown]) for method, yes in says.items()},
        "spammers_found": int((found & crowd.is_spammer).sum()),
        "falsely_suspected": int((found & ~crowd.is_spammer).sum()),
        "spammer_recall": float(found[crowd.is_spammer].mean()) if crowd.is_spammer.any() else 1.0,
        "spammer_precision": float(crowd.is_spammer[found].mean()) if found.any() else 1.0,
    }


def make_crowd(generator: np.random.Generator, n: int, spammers: float) -> Crowd:
    kinds = np.full(n, "careful", dtype="<U8")
    n_spammers = round(n * spammers)
    kinds[:n_spammers] = [KINDS[1 + number % 4] for number in range(n_spammers)]
    sensitivity, false_alarms = generator.uniform(0.6, 0.95, n), generator.uniform(0.0, 0.06, n)
    seconds = generator.uniform(4, 15, n)
    for kind, rates in {"all": (1, 1), "random": (0.3, 0.3), "none": (0, 0), "inverse": (0.1, 0.9)}.items():
        sensitivity[kinds == kind], false_alarms[kinds == kind] = rates
    seconds[kinds != "careful"] = generator.uniform(0.5, 8, n_spammers)
    return Crowd(kinds, sensitivity, false_alarms, seconds)


def vote(generator: np.random.Generator, crowd: Crowd, truth: Truth, n_answers: int) -> Ballots:
    """Each tile is answered by `n_answers` volunteers; a yes is tapped, the rest is implied."""
    n_volunteers, n_tiles = len(crowd.kinds), len(truth) // SUPERPIXELS
    who = np.argsort(generator.random((n_tiles, n_volunteers)), axis=1)[:, :n_answers]
    seconds = crowd.seconds[who] * generator.lognormal(0, 0.4, who.shape)
    workers = np.repeat(who, SUPERPIXELS, axis=0).ravel()
    items = np.repeat(np.arange(len(truth)), n_answers)
    glanced = np.repeat(seconds < GLANCE_S, SUPERPIXELS, axis=0).ravel()
    # After a glance half of the positives are missed.
    sees = crowd.sensitivity[workers] * np.where(glanced & ~crowd.is_spammer[workers], 0.5, 1.0)
    says_yes = generator.random(len(items)) < np.where(truth[items], sees, crowd.false_alarms[workers])
    rest = np.where(glanced, responses.GLANCED, responses.VIEWED)
    given = np.where(says_yes, responses.POSITIVE, rest)
    has_gold = np.repeat(generator.random(n_tiles) < GOLD_SHARE, SUPERPIXELS)
    people = [UUID(int=number) for number in range(n_volunteers)]
    return Ballots(
        Votes(items, workers, given, len(truth), n_volunteers, responses.N_RESPONSES),
        item_keys=np.arange(len(truth)),
        contributors=people,
        gold=np.where(has_gold, truth.astype(float), np.nan),
        seconds={person: seconds[who == number].tolist() for number, person in enumerate(people)},
        tiles={person: int((who == number).sum()) for number, person in enumerate(people)},
    )


def find_spammers(ballots: Ballots, evidence: dict[UUID, dict[str, Any]]) -> Truth:
    """Volunteers with any suspicion: those that the page lists first."""
    return np.asarray([bool(evidence[person]["suspicions"]) for person in ballots.contributors])


def f1(found: Truth, truth: Truth) -> float:
    return float(2 * (found & truth).sum() / max(1, found.sum() + truth.sum()))


def describe(report: Report) -> Sequence[str]:
    rows = [["", "error", "F1"]]
    for method, name in METHODS.items():
        rows.append([name, f"{report[f'{method}_error']:.4f}", f"{report[f'{method}_f1']:.4f}"])
    return [
        f"{report['volunteers']} volunteers, {report['spammers']} of them spam; {report['votes']:,} votes on "
        f"{report['superpixels']:,} superpixels without gold",
        *table(rows),
        f"spammers found: {report['spammers_found']} of {report['spammers']}, "
        f"{report['falsely_suspected']} others suspected "
        f"(recall {report['spammer_recall']:.2f}, precision {report['spammer_precision']:.2f})",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
