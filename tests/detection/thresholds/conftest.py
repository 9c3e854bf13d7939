from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings

from campaigns.models import Campaign, Job
from detection.models import DetectionRun
from tests.detection.runs.grid import CELLS, Scores, make_grid_run


@pytest.fixture
def run(campaign: Campaign, settings: Settings, tmp_path: Path) -> DetectionRun:
    """A search whose tiles are still to be analysed."""
    settings.DATA_ROOT = tmp_path
    found = make_grid_run(campaign, tmp_path)
    found.model_version.thresholds = {"balanced": 0.4, "precise": 0.8, "clustered": 0.5, "lone": 0.95}
    found.model_version.save()
    return found


@pytest.fixture
def job(campaign: Campaign) -> Job:
    return Job.objects.create(campaign=campaign, kind=Job.Kind.RULE, state=Job.State.RUNNING)


@pytest.fixture
def scores() -> Scores:
    """Two mines of three superpixels, one of them across a border, a pair with a third one near, and a lone
    one; each a little less likely than the one before."""
    found = np.full((CELLS, CELLS), 0.1)
    found[0, 2:5] = 0.9
    found[4:7, 0] = 0.7
    found[8, 6:8] = 0.6
    found[8, 9] = 0.6
    found[11, 0] = 0.97
    return found
