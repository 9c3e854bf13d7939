"""A source that was looked at keeps its extent, for the map on which the region is drawn."""

import pytest
from django.contrib.auth.models import User

from campaigns.regions.extent import extent_of
from imagery.models import SourceProbe
from imagery.services.use_probe import use_probe
from ml.tiles import Bounds
from tests.factories import make_source, make_user

EDGES = [27.0, 51.0, 28.0, 51.6]


@pytest.fixture
def olha(db: None) -> User:
    return make_user("olha")


def test_the_extent_of_a_new_source_is_stored(olha: User) -> None:
    fields = {"kind": "xyz", "url": "https://tiles.example.org/{z}/{x}/{y}.png"}
    probe = SourceProbe.objects.create(created_by=olha, fields=fields, result={"bounds": EDGES})
    source = use_probe(probe=probe, created_by=olha, name="Spring")
    source.refresh_from_db()
    assert extent_of(source) == Bounds(27, 51, 28, 51.6)


def test_a_source_that_is_looked_at_again_learns_its_extent_and_nothing_else(olha: User) -> None:
    source = make_source()
    before = source.version
    probe = SourceProbe.objects.create(created_by=olha, source=source, result={"bounds": EDGES})
    use_probe(probe=probe, created_by=olha)
    source.refresh_from_db()
    assert (source.bounds, source.version) == (EDGES, before)


@pytest.mark.parametrize("edges", [None, [-180, -85, 180, 85], [179, 50, -179, 51]])
def test_an_extent_that_says_nothing_is_not_drawn(olha: User, edges: list[float] | None) -> None:
    assert extent_of(make_source(bounds=edges)) is None
