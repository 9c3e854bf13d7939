"""Looking at a source before it is stored: real files and a real tile server, in the task that does it."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from kombu.exceptions import OperationalError
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from imagery.actions import MAX_ACTIVE, TooManyProbes, look_again, start_probe, use_source
from imagery.files import data_path
from imagery.models import ImagerySource, SourcePlaceholder, SourceProbe, Tile
from imagery.models.probe import KEPT_FOR, SILENCE
from imagery.places import DEFAULT_PLACE, Place, centre_of
from imagery.readers.xyz import XyzReader
from imagery.services.prepare_tile import prepare_tile
from imagery.sweeps import tidy_probes
from imagery.tasks import look_at_source, read_first_tile
from ml.tiles import Tile as Address
from ml.tiles import tile_at
from tests.factories import HOME_TILE, make_source, make_user
from tests.imagery.conftest import make_xyz_source
from tests.imagery.rasters import smooth_picture, write_over_tile
from tests.imagery.test_placeholders import noisy_sign
from tests.imagery.tile_server import Answer, TileServer

HOME = centre_of(HOME_TILE.bounds)


@pytest.fixture
def olha(db: None) -> User:
    return make_user("olha")


def make_probe(user: User, place: Place | None = None, **columns: Any) -> SourceProbe:
    named = {"lng": place.lng, "lat": place.lat, "place_is_chosen": True} if place else {}
    return SourceProbe.objects.create(created_by=user, **named, **columns)


def look(user: User, place: Place | None = None, **columns: Any) -> SourceProbe:
    """A probe that a worker has looked at."""
    return run(make_probe(user, place, **columns))


def run(probe: SourceProbe) -> SourceProbe:
    look_at_source.apply(args=[str(probe.pk)], throw=True)
    probe.refresh_from_db()
    return probe


def xyz(server: TileServer, **changes: Any) -> dict[str, Any]:
    return {"kind": "xyz", "url": server.url_template, "requests_per_second": 1000, **changes}


def north(settings: Settings, tile: Address = HOME_TILE, **profile: Any) -> dict[str, Any]:
    write_over_tile(settings.RASTER_ROOT / "north.tif", tile, smooth_picture(), **profile)
    return {"kind": "raster", "path": "north.tif"}


def picture_of(probe: SourceProbe) -> Image.Image:
    return Image.open(io.BytesIO(data_path(probe.picture).read_bytes()))


def test_a_geotiff_shows_its_own_middle(olha: User, settings: Settings) -> None:
    probe = look(olha, fields=north(settings))
    assert (probe.state, probe.failure) == (SourceProbe.State.READY, "")
    assert tile_at(probe.lng, probe.lat, 16) == HOME_TILE
    assert picture_of(probe).size == (1024, 1024)
    assert probe.result["bounds"] == pytest.approx(list(HOME_TILE.bounds), abs=1e-6)
    assert probe.result["metres_per_pixel"] == pytest.approx(HOME_TILE.metres_per_pixel(), rel=0.01)
    assert not ImagerySource.objects.exists()


def test_the_picture_that_is_shown_is_the_one_that_is_read(olha: User, settings: Settings) -> None:
    shown = np.asarray(picture_of(look(olha, fields=north(settings))).convert("RGB")).astype(int)
    drawn = smooth_picture().transpose(1, 2, 0).astype(int)
    assert np.abs(shown - drawn).mean() < 3


def test_its_capture_date_is_found(olha: User, settings: Settings) -> None:
    probe = look(olha, fields=north(settings, tags={"TIFFTAG_DATETIME": "2021:05:17 10:00:00"}))
    assert (probe.result["captured_from"], probe.result["captured_to"]) == ("2021-05-17", "2021-05-17")


def test_a_place_that_is_only_a_guess_gives_way_to_the_files_own(olha: User, settings: Settings) -> None:
    guess = make_probe(olha, Place(10.0, 10.0), fields=north(settings))
    SourceProbe.objects.filter(pk=guess.pk).update(place_is_chosen=False)
    assert tile_at(run(guess).lng, guess.lat, 16) == HOME_TILE


def test_where_there_is_nothing_it_says_so_and_another_place_may_be_chosen(
    olha: User, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    probe = look(olha, Place(10.0, 10.0), fields=north(settings))
    assert (probe.state, probe.picture) == (SourceProbe.State.READY, "")
    assert "outside north.tif" in probe.failure
    assert look_again(probe=probe, lng=HOME.lng, lat=HOME.lat)
    assert run(probe).picture
    assert not probe.failure


def test_a_world_wide_server_is_looked_at_where_anybody_may_expect_imagery(
    olha: User, tile_server: TileServer
) -> None:
    probe = look(olha, fields=xyz(tile_server))
    assert (probe.lng, probe.lat) == DEFAULT_PLACE
    assert probe.picture


def test_a_server_with_coarse_pictures_is_read_at_a_zoom_that_fits(
    olha: User, tile_server: TileServer
) -> None:
    probe = look(olha, HOME, zoom=16, fields=xyz(tile_server, max_zoom=15))
    assert probe.result["fitting_zoom"] == 13
    assert probe.result["own_metres_per_pixel"] == pytest.approx(8 * probe.result["metres_per_pixel"])
    assert {path.split("/")[1] for path in tile_server.requests} == {"15"}


def test_a_web_page_instead_of_tiles_fails_at_the_address(olha: User, tile_server: TileServer) -> None:
    tile_server.misbehave(Answer.html())
    probe = look(olha, HOME, fields=xyz(tile_server))
    assert (probe.state, probe.failure_field) == (SourceProbe.State.FAILED, "address")
    assert "web page" in probe.failure
    assert not data_path("probes").exists()


def test_a_redirect_is_not_followed(olha: User, tile_server: TileServer) -> None:
    tile_server.misbehave(Answer(302, headers={"Location": "http://127.0.0.1:1/secret"}))
    probe = look(olha, HOME, fields=xyz(tile_server))
    assert (probe.state, probe.failure_field) == (SourceProbe.State.FAILED, "address")
    assert "redirects" in probe.failure


def test_a_wrong_key_fails_at_the_key(olha: User, tile_server: TileServer) -> None:
    tile_server.misbehave(Answer(403))
    probe = look(olha, HOME, fields=xyz(tile_server))
    assert (probe.state, probe.failure_field) == (SourceProbe.State.FAILED, "key")


def test_an_address_that_may_not_be_fetched_fails(olha: User, settings: Settings) -> None:
    settings.TILE_SERVER_ALLOW_PRIVATE = False
    probe = look(olha, HOME, fields={"kind": "xyz", "url": "http://127.0.0.1/{z}/{x}/{y}.png"})
    assert (probe.state, probe.failure_field) == (SourceProbe.State.FAILED, "address")
    assert "not on the public internet" in probe.failure


def pack(settings: Settings, files: dict[str, bytes]) -> str:
    (settings.RASTER_ROOT / "uploads").mkdir()
    with zipfile.ZipFile(settings.RASTER_ROOT / "uploads/ab.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return "uploads/ab.zip"


def test_a_broken_zip_fails_at_the_file(olha: User, settings: Settings) -> None:
    upload = pack(settings, {"a.jpg": b"x"})
    (settings.RASTER_ROOT / upload).write_bytes(b"PK\x03\x04 broken")
    probe = look(olha, upload=upload, fields={"kind": "pictures", "path": upload})
    assert (probe.state, probe.failure_field) == (SourceProbe.State.FAILED, "file")
    assert "damaged" in probe.failure
    assert not any((settings.RASTER_ROOT / "uploads").iterdir())


def test_what_nobody_foresaw_fails_in_words(olha: User, tile_server: TileServer) -> None:
    probe = make_probe(olha, HOME, fields=xyz(tile_server))
    with patch.object(XyzReader, "read", side_effect=RuntimeError("a fault")), pytest.raises(RuntimeError):
        run(probe)
    probe.refresh_from_db()
    assert (probe.state, probe.failure) == (SourceProbe.State.FAILED, "RuntimeError: a fault")


def test_two_workers_look_once(olha: User, tile_server: TileServer) -> None:
    probe = look(olha, HOME, fields=xyz(tile_server))
    asked = len(tile_server.requests)
    run(probe)
    assert len(tile_server.requests) == asked


def test_a_look_that_was_given_up_does_not_overwrite_the_next(olha: User) -> None:
    probe = make_probe(olha)
    assert probe.claim()
    stale = SourceProbe.objects.get(pk=probe.pk)
    probe.fail("gone")
    probe.requeue()
    assert probe.claim()
    assert not stale.succeed(result={"kind": "xyz"})
    probe.refresh_from_db()
    assert probe.state == SourceProbe.State.WORKING


def test_a_dead_broker_is_told_at_once(
    olha: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with (
        patch.object(look_at_source, "apply_async", side_effect=OperationalError("refused")),
        django_capture_on_commit_callbacks(execute=True),
    ):
        probe = start_probe(created_by=olha, place=None)
    probe.refresh_from_db()
    assert probe.state == SourceProbe.State.FAILED
    assert "cannot be reached" in probe.failure


def test_nobody_keeps_every_worker_busy(olha: User) -> None:
    for _ in range(MAX_ACTIVE):
        make_probe(olha)
    with pytest.raises(TooManyProbes):
        start_probe(created_by=olha, place=None)


def test_a_dead_workers_look_fails_in_words(olha: User) -> None:
    probe = make_probe(olha)
    probe.claim()
    SourceProbe.objects.update(state_at=timezone.now() - SILENCE - timedelta(seconds=1))
    tidy_probes()
    probe.refresh_from_db()
    assert probe.state == SourceProbe.State.FAILED
    assert "worker" in probe.failure


def test_old_looks_go_with_pictures_and_uploads(olha: User, settings: Settings) -> None:
    fields = north(settings)
    (settings.RASTER_ROOT / "uploads").mkdir()
    uploads = {name: settings.RASTER_ROOT / f"uploads/{name}.tif" for name in ("used", "unused")}
    for path in uploads.values():
        path.write_bytes((settings.RASTER_ROOT / "north.tif").read_bytes())
    probes = [
        look(olha, upload=f"uploads/{name}.tif", fields=fields | {"path": f"uploads/{name}.tif"})
        for name in uploads
    ]
    make_source(path="uploads/used.tif")
    pictures = [data_path(probe.picture) for probe in probes]
    tidy_probes()
    assert SourceProbe.objects.count() == 2
    SourceProbe.objects.update(state_at=timezone.now() - KEPT_FOR - timedelta(seconds=1))
    tidy_probes()
    assert not SourceProbe.objects.exists()
    assert not any(path.exists() for path in pictures)
    assert (uploads["used"].exists(), uploads["unused"].exists()) == (True, False)


def test_a_source_is_stored_when_its_look_is_used(olha: User, settings: Settings) -> None:
    probe = look(olha, fields=north(settings))
    source = use_source(probe=probe, created_by=olha, name="North", captured_from=date(2021, 5, 1))
    assert (source.slug, source.path, source.created_by) == ("north", "north.tif", olha)
    assert source.bounds == pytest.approx(list(HOME_TILE.bounds), abs=1e-6)
    assert use_source(probe=probe, created_by=olha) == source
    read_first_tile.apply(args=[str(probe.pk)], throw=True)
    assert [tile.address for tile in Tile.objects.ready()] == [HOME_TILE]


def test_sources_of_one_name_get_addresses_of_their_own(olha: User, settings: Settings) -> None:
    fields = north(settings)
    slugs = [
        use_source(probe=look(olha, fields=fields), created_by=olha, name="North").slug for _ in range(3)
    ]
    assert slugs == ["north", "north-2", "north-3"]


def stub(server: TileServer, parts: list[Address]) -> None:
    """The server says “no imagery here” at these addresses, in bytes that differ a little."""
    for seed, part in enumerate(parts):
        server.override(part, Answer(body=noisy_sign(seed), headers={"Content-Type": "image/jpeg"}))


def mark(probe: SourceProbe) -> SourceProbe:
    assert look_again(probe=probe, marked_tile=probe.result["tile"])
    return run(probe)


def test_a_picture_marked_as_no_imagery_is_known_from_the_first_tile_of_the_stored_source(
    olha: User, tile_server: TileServer
) -> None:
    stub(tile_server, HOME_TILE.children(18))
    probe = mark(look(olha, HOME, fields=xyz(tile_server)))
    assert str(HOME_TILE) in probe.mark
    assert not SourcePlaceholder.objects.exists()
    source = use_source(probe=probe, created_by=olha, name="Server")
    assert SourcePlaceholder.objects.get().origin == SourcePlaceholder.Origin.LEARNT
    neighbour = Address(HOME_TILE.z, HOME_TILE.x + 1, HOME_TILE.y)
    stub(tile_server, neighbour.children(18)[:1])
    assert prepare_tile(source=source, address=neighbour).missing_share == 1 / 16


def test_a_picture_of_a_stored_source_is_learnt_at_once(olha: User, tile_server: TileServer) -> None:
    stub(tile_server, HOME_TILE.children(18))
    source = make_xyz_source(tile_server)
    probe = mark(look(olha, HOME, source=source))
    assert (source.placeholders.count(), probe.empty_pictures) == (1, [])


def test_a_tile_with_imagery_teaches_nothing_and_says_why(olha: User, tile_server: TileServer) -> None:
    probe = mark(look(olha, HOME, fields=xyz(tile_server)))
    assert "so there is imagery" in probe.mark
    assert (probe.state, probe.empty_pictures, probe.marked_tile) == (SourceProbe.State.READY, [], "")


def test_what_was_marked_twice_is_stored_once(olha: User, tile_server: TileServer) -> None:
    stub(tile_server, HOME_TILE.children(18)[:1])
    for part in HOME_TILE.children(18)[1:]:
        tile_server.override(part, Answer(status=404))
    probe = mark(mark(look(olha, HOME, fields=xyz(tile_server))))
    assert len(probe.empty_pictures) == 1
