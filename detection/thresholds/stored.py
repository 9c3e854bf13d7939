"""Reads the stored candidates of a search. Web processes use it too."""

from functools import lru_cache
from zipfile import BadZipFile

import numpy as np

from detection.runs.models import DetectionRun
from detection.thresholds.errors import BadRule, NotPrepared
from detection.thresholds.models import CandidateFile
from imagery.files import data_path
from imagery.messages import message as _
from ml.candidates import Candidates, CandidatesError
from ml.rule import FindingRule


def file_of(run: DetectionRun) -> CandidateFile | None:
    """None where nothing is stored that is still true."""
    stored = CandidateFile.objects.select_related("run__job").filter(run=run).first()
    return stored if stored is not None and stored.is_fresh else None


def require_end(run: DetectionRun) -> None:
    """Raises NotPrepared while the search is under way."""
    if run.job is not None and run.job.is_active:
        raise NotPrepared(
            _("Search %(number)d is under way. Other thresholds can be tried when it has ended.")
            % {"number": run.number}
        )


def candidates_of(run: DetectionRun) -> Candidates:
    """Raises NotPrepared."""
    stored = file_of(run)
    if stored is None:
        raise NotPrepared(
            _("The scores of search %(number)d are not prepared yet. Try again in a minute.")
            % {"number": run.number}
        )
    try:
        return _read(stored.arrays, stored.outlines)
    except (OSError, ValueError, EOFError, BadZipFile, CandidatesError) as error:
        raise NotPrepared(
            _("The prepared scores of search %(number)d are damaged or missing. Prepare them again.")
            % {"number": run.number}
        ) from error


def check_rule(candidates: Candidates, rule: FindingRule) -> None:
    """Raises BadRule for one that asks for superpixels or distances that were not kept."""
    if rule.threshold < candidates.floor:
        raise BadRule(
            _("Scores below %(floor).4f were not kept. Choose a threshold from there on.")
            % {"floor": candidates.floor}
        )
    if rule.cluster_distance_m > candidates.max_distance_m:
        raise BadRule(
            _("Distances above %(metres)d m were not kept. Choose a shorter one.")
            % {"metres": int(candidates.max_distance_m)}
        )


@lru_cache(maxsize=2)  # files are named by their content, so they never change
def _read(arrays: str, outlines: str) -> Candidates:
    with np.load(data_path(arrays), allow_pickle=False) as stored:
        return Candidates.unpack(stored, np.load(data_path(outlines), mmap_mode="r", allow_pickle=False))
