"""Pictures that say “no imagery here” are told from imagery, whichever way a server sends them."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from imagery.errors import NothingToLearn
from imagery.files import read_valid
from imagery.models import ImagerySource, PartSighting, SourcePlaceholder, Tile
from imagery.models import placeholder as placeholder_module
from imagery.readers.fingerprints import describe_part, repeated_in
from imagery.services.find_placeholders import find_placeholders
from imagery.services.learn_placeholder import learn_placeholder
from imagery.services.prepare_tile import (
    _mark_found_meanwhile,
    get_or_create_tile,
    prepare_tile,
    read_tile,
)
from imagery.services.segment_tile import ensure_segmentation
from ml import tiles
from ml.pictures import is_blank, open_picture
from ml.segmentation_settings import SegmentationSettings
from tests.factories import HOME_TILE
from tests.imagery.tile_server import Answer, TileServer, encode

Picture = NDArray[np.uint8]
State = Tile.State


def sign(row: int = 128) -> Picture:
    """Thin grey letters on a pale ground, as tile servers send them; another sign for every row."""
    picture = Image.new("RGB", (256, 256), (224, 224, 220))
    ImageDraw.Draw(picture).text((32, row), "Map data not yet available", fill=(150, 150, 150))
    return np.asarray(picture)


def as_jpeg(picture: Picture, quality: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def noisy_sign(seed: int) -> bytes:
    """The same sign, compressed a little differently each time: other bytes, the same looks."""
    noise = np.random.default_rng(seed).integers(-1, 2, (256, 256, 3))
    return as_jpeg(np.clip(sign() + noise, 0, 255).astype(np.uint8), 60 + seed % 30)


def send(server: TileServer, parts: list[tiles.Tile], content: Callable[[int], bytes]) -> None:
    for number, part in enumerate(parts):
        server.override(part, Answer(body=content(number), headers={"Content-Type": "image/png"}))


def parts_of(tile: tiles.Tile) -> list[tiles.Tile]:
    return tile.children(tile.z + 2)


def east(steps: int) -> tiles.Tile:
    return tiles.Tile(HOME_TILE.z, HOME_TILE.x + steps, HOME_TILE.y)


def valid_blocks(tile: Tile) -> list[bool]:
    """For each of a tile's sixteen parts, row by row: whether it holds imagery."""
    valid = read_valid(tile)
    if valid is None:
        return [True] * 16
    blocks = valid.reshape(4, 256, 4, 256).mean(axis=(1, 3))
    assert set(np.unique(blocks)) <= {0.0, 1.0}
    return [bool(block) for block in blocks.ravel()]


@pytest.mark.parametrize(
    "content", [lambda number: encode(sign()), noisy_sign], ids=["same bytes", "other bytes"]
)
def test_a_tile_of_which_fourteen_parts_say_no_imagery_here_has_none(
    xyz_source: ImagerySource, tile_server: TileServer, content: Callable[[int], bytes]
) -> None:
    send(tile_server, parts_of(HOME_TILE)[:14], content)
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert tile.state == State.NO_IMAGERY
    assert "88%" in tile.failure


@pytest.mark.parametrize(
    "content", [lambda number: encode(sign()), noisy_sign], ids=["same bytes", "other bytes"]
)
def test_one_sign_in_each_of_several_tiles_is_found_at_its_third_address(
    xyz_source: ImagerySource, tile_server: TileServer, content: Callable[[int], bytes]
) -> None:
    addresses = [east(step) for step in range(4)]
    send(tile_server, [parts_of(address)[5] for address in addresses], content)
    first, second = (prepare_tile(source=xyz_source, address=address) for address in addresses[:2])
    assert valid_blocks(first) == valid_blocks(second) == [True] * 16
    later = [prepare_tile(source=xyz_source, address=address) for address in addresses[2:]]
    for tile in [first, second, *later]:
        tile.refresh_from_db()
        assert tile.state == State.READY
        assert valid_blocks(tile) == [number != 5 for number in range(16)]
        assert tile.missing_share == 1 / 16


def test_a_sign_learnt_in_one_tile_is_known_in_the_next(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    send(tile_server, parts_of(HOME_TILE)[:14], noisy_sign)
    prepare_tile(source=xyz_source, address=HOME_TILE)
    send(tile_server, [parts_of(east(1))[3]], lambda number: noisy_sign(77))
    assert valid_blocks(prepare_tile(source=xyz_source, address=east(1))).index(False) == 3
    assert SourcePlaceholder.objects.get().origin == SourcePlaceholder.Origin.REPEATED


def test_superpixels_cut_before_lose_their_data_and_keep_their_numbers(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    addresses = [east(step) for step in range(3)]
    for address in addresses:
        send(tile_server, parts_of(address)[:8], lambda number: encode(sign(20 * number)))
    first = prepare_tile(source=xyz_source, address=addresses[0])
    before = ensure_segmentation(tile=first, settings=SegmentationSettings())
    assert before.without_data == []
    for address in addresses[1:]:
        prepare_tile(source=xyz_source, address=address)
    after = first.segmentations.get()
    assert (after.labels, after.n_superpixels) == (before.labels, before.n_superpixels)
    assert 0.35 < after.n_without_data / after.n_superpixels < 0.65
    assert set(after.without_data) | set(after.numbers_with_data) == set(range(1, after.n_superpixels + 1))
    first.refresh_from_db()
    assert first.missing_share == 0.5


def test_a_tile_that_turns_out_to_be_mostly_signs_has_no_imagery(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    addresses = [east(step) for step in range(3)]
    for address in addresses:
        send(tile_server, parts_of(address)[:10], lambda number: encode(sign(20 * number)))
    first = prepare_tile(source=xyz_source, address=addresses[0])
    assert first.state == State.READY
    segmentation = ensure_segmentation(tile=first, settings=SegmentationSettings())
    for address in addresses[1:]:
        last = prepare_tile(source=xyz_source, address=address)
    first.refresh_from_db()
    segmentation.refresh_from_db()
    assert first.state == last.state == State.NO_IMAGERY
    assert segmentation.numbers_with_data == []


def test_the_same_sign_at_another_source_is_not_known(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    send(tile_server, parts_of(HOME_TILE)[:14], noisy_sign)
    prepare_tile(source=xyz_source, address=HOME_TILE)
    xyz_source.pk, xyz_source.slug = None, "other"
    xyz_source.save()
    send(tile_server, [parts_of(east(1))[3]], noisy_sign)
    assert valid_blocks(prepare_tile(source=xyz_source, address=east(1))) == [True] * 16


def test_reading_one_tile_again_does_not_make_its_picture_a_placeholder(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    send(tile_server, [parts_of(HOME_TILE)[5]], lambda number: encode(sign()))
    for _reading in range(4):
        tile = prepare_tile(source=xyz_source, address=HOME_TILE)
        Tile.objects.filter(pk=tile.pk).update(state=State.PENDING)
    assert not SourcePlaceholder.objects.exists()
    assert valid_blocks(tile) == [True] * 16


def ground(kind: str, seed: int) -> Picture:
    """Calm water, snow or a field: nearly one colour, with a sensor's noise and a slow change of light."""
    colour, noise, light = {
        "water": ((18, 42, 52), 1.5, 1.0),
        "snow": ((238, 240, 244), 2.0, 2.0),
        "field": ((110, 120, 70), 3.0, 2.0),
    }[kind]
    random = np.random.default_rng(seed)
    slow = Image.fromarray(random.normal(0, light, (6, 6)).astype(np.float32)).resize((256, 256))
    levels = np.array(colour) + np.asarray(slow)[..., None] + random.normal(0, noise, (256, 256, 1))
    return levels.clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("kind", ["water", "snow", "field"])
@pytest.mark.parametrize("quality", [75, 90])
def test_even_ground_is_imagery_wherever_it_lies(
    xyz_source: ImagerySource, tile_server: TileServer, kind: str, quality: int
) -> None:
    for step in range(3):
        seeds = [100 * step + number for number in range(16)]
        send(
            tile_server,
            parts_of(east(step)),
            lambda number, seeds=seeds: as_jpeg(ground(kind, seeds[number]), quality),
        )
    found = [prepare_tile(source=xyz_source, address=east(step)) for step in range(3)]
    for tile in found:
        tile.refresh_from_db()
        assert (tile.state, tile.missing_share, tile.mask) == (State.READY, 0.0, "")
    assert not SourcePlaceholder.objects.exists()


@pytest.mark.parametrize("kind", ["water", "snow", "field"])
def test_ships_and_shores_on_even_ground_are_imagery(kind: str) -> None:
    """Lines on an even ground are compared by their looks, and two places never look the same."""
    parts = []
    for number in range(16):
        picture = Image.fromarray(ground(kind, number))
        ImageDraw.Draw(picture).rectangle(
            (10 * number, 12 * number, 10 * number + 9, 12 * number + 4), fill=(150, 40, 40)
        )
        content = as_jpeg(np.asarray(picture), 85)
        parts.append(describe_part(tiles.Tile(18, number, 0), content, open_picture(content)))
    assert all(part.fingerprint for part in parts[1:])
    assert repeated_in(parts) == set()


@pytest.mark.parametrize("quality", [50, 75, 90])
@pytest.mark.parametrize("colour", [(0, 0, 0), (173, 181, 190), (255, 255, 255)])
def test_one_colour_with_the_noise_of_its_compression_is_blank(
    quality: int, colour: tuple[int, int, int]
) -> None:
    noise = np.random.default_rng(3).integers(-1, 2, (256, 256, 3))
    flat = np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)
    assert is_blank(open_picture(as_jpeg(flat, quality)))


@pytest.mark.parametrize("kind", ["water", "snow", "field"])
def test_even_ground_is_not_blank(kind: str) -> None:
    for quality in (50, 75, 90):
        assert not is_blank(open_picture(as_jpeg(ground(kind, 1), quality)))


def test_the_memory_of_suspicious_pictures_stays_small(
    xyz_source: ImagerySource, tile_server: TileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placeholder_module, "KEPT_SIGHTINGS", 20)
    for step in range(4):
        send(
            tile_server,
            parts_of(east(step)),
            lambda number, step=step: as_jpeg(ground("water", 16 * step + number), 75),
        )
        prepare_tile(source=xyz_source, address=east(step))
    assert 0 < PartSighting.objects.count() <= 20
    newest = PartSighting.objects.order_by("-pk")[0]
    assert tiles.Tile(newest.z, newest.x, newest.y) in parts_of(east(3))


def test_a_sign_learnt_from_an_empty_address_is_known_at_once(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    send(tile_server, parts_of(east(9)), lambda number: encode(sign()))
    (learnt,) = learn_placeholder(source=xyz_source, address=east(9))
    assert learnt.origin == SourcePlaceholder.Origin.LEARNT
    send(tile_server, [parts_of(HOME_TILE)[7]], noisy_sign)
    assert valid_blocks(prepare_tile(source=xyz_source, address=HOME_TILE)).index(False) == 7


def test_learning_a_sign_judges_earlier_tiles_again(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    send(tile_server, [parts_of(HOME_TILE)[7]], lambda number: encode(sign()))
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    send(tile_server, parts_of(east(9)), lambda number: encode(sign()))
    learn_placeholder(source=xyz_source, address=east(9))
    tile.refresh_from_db()
    assert valid_blocks(tile).index(False) == 7


def test_nothing_is_learnt_where_there_is_imagery(xyz_source: ImagerySource) -> None:
    with pytest.raises(NothingToLearn, match="16 different pictures"):
        learn_placeholder(source=xyz_source, address=HOME_TILE)
    assert not SourcePlaceholder.objects.exists()


def test_nothing_is_learnt_where_the_server_says_it_itself(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.misbehave(Answer(404))
    with pytest.raises(NothingToLearn, match="sends no picture"):
        learn_placeholder(source=xyz_source, address=HOME_TILE)


def test_the_command_learns_a_sign(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    send(tile_server, parts_of(HOME_TILE), lambda number: encode(sign()))
    said = io.StringIO()
    numbers = {"z": HOME_TILE.z, "x": HOME_TILE.x, "y": HOME_TILE.y}
    call_command("learn_placeholder", xyz_source.slug, stdout=said, **numbers)
    assert SourcePlaceholder.objects.get().sha256 in said.getvalue()
    with pytest.raises(CommandError, match="no source elsewhere"):
        call_command("learn_placeholder", "elsewhere", **numbers)


def test_a_sign_found_while_another_worker_reads_a_tile_is_taken_out_of_it(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    """The other worker remembers its part, and stores its picture only after the third sighting."""
    addresses = [east(step) for step in range(3)]
    send(tile_server, [parts_of(address)[5] for address in addresses], lambda number: encode(sign()))
    slow = get_or_create_tile(source=xyz_source, address=addresses[0])
    reading = read_tile(xyz_source, slow)
    find_placeholders(tile=slow, parts=reading.parts)
    for address in addresses[1:]:
        prepare_tile(source=xyz_source, address=address)
    slow.store_picture(**reading.columns)
    _mark_found_meanwhile(slow, reading, [])
    assert valid_blocks(slow).index(False) == 5
