"""The cast: a volunteer, an editor, an admin and an outsider of one campaign."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from campaigns.models import Campaign
from campaigns.roles import Role
from tests import factories

pytest_plugins = ["tests.services"]


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """What one test's page was read in is not the language of the next test's messages."""
    yield
    translation.deactivate()


@pytest.fixture
def campaign(db: None) -> Campaign:
    return factories.make_campaign()


@pytest.fixture
def volunteer(campaign: Campaign) -> User:
    return factories.make_member("vira", campaign, Role.VOLUNTEER)


@pytest.fixture
def editor(campaign: Campaign) -> User:
    return factories.make_member("emil", campaign, Role.EDITOR)


@pytest.fixture
def second_editor(campaign: Campaign) -> User:
    return factories.make_member("edda", campaign, Role.EDITOR)


@pytest.fixture
def admin(campaign: Campaign) -> User:
    return factories.make_member("anna", campaign, Role.ADMIN)


@pytest.fixture
def outsider(db: None) -> User:
    """Signed in, with a role in another campaign at most."""
    return factories.make_user("olha")
