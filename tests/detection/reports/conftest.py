from datetime import date

import pytest
from django.contrib.auth.models import User

from campaigns.models import Campaign
from detection.models import DetectionRun, Release
from detection.publication.services.publish_release import publish_release
from detection.reports import proof
from tests.factories_detection import confirm, make_detection, make_run


@pytest.fixture(autouse=True)
def quick_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "BITS", 6)


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


@pytest.fixture
def release(run: DetectionRun, editor: User, second_editor: User, admin: User) -> Release:
    for span in ((date(2018, 4, 3), date(2018, 4, 20)), (None, None)):
        confirm(make_detection(run, captured=span, area_ha=1.25), editor, second_editor)
    return publish_release(campaign=run.campaign, run=run, published_by=admin)
