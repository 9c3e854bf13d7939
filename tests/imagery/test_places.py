"""Places as people write and paste them."""

import random

import pytest

from imagery.places import Place, UnknownPlace, centre_of, contains, parse_place, place_elsewhere
from ml.tiles import tile_at


@pytest.mark.parametrize(
    "text",
    [
        "51.3, 27.5",
        " 51.3;27.5 ",
        "51.3 27.5",
        "51,3; 27,5",
        "51.3° / 27.5°",
        "51°18′N 27°30′E",
        "51° 18' 0\" N, 27° 30' 0\" E",
        "https://www.google.com/maps/@51.3,27.5,15z",
        "https://www.google.com/maps/place/X/data=!3d51.3!4d27.5",
        "https://maps.google.com/?q=51.3,27.5",
        "https://www.openstreetmap.org/#map=15/51.3/27.5",
        "https://www.bing.com/maps?cp=51.3~27.5&lvl=15",
        "https://yandex.com/maps/?ll=27.5%2C51.3&z=15",
        "https://maps.apple.com/?ll=51.3,27.5",
        "https://livingatlas.arcgis.com/wayback/#mapCenter=27.5%2C51.3%2C15&active=1",
        "geo:51.3,27.5",
    ],
)
def test_a_place_is_read_in_many_ways(text: str) -> None:
    assert parse_place(text) == pytest.approx(Place(27.5, 51.3))


def test_a_marked_place_wins_over_the_maps_centre() -> None:
    link = "https://www.openstreetmap.org/?mlat=51.3&mlon=27.5#map=5/1.5/1.5"
    assert parse_place(link) == Place(27.5, 51.3)


def test_the_south_and_the_west_are_negative() -> None:
    assert parse_place("3°30'S 62°15'W") == pytest.approx(Place(-62.25, -3.5))
    assert parse_place("-3.5, -62.25") == pytest.approx(Place(-62.25, -3.5))


@pytest.mark.parametrize("text", ["", "Rivne", "51.3", "https://example.org/", "1 2 3"])
def test_what_names_no_place_is_refused_in_words(text: str) -> None:
    with pytest.raises(UnknownPlace, match="latitude and longitude"):
        parse_place(text)


def test_swapped_numbers_beyond_the_map_are_refused() -> None:
    with pytest.raises(UnknownPlace, match="latitude first"):
        parse_place("127.5, 51.3")


def test_elsewhere_stays_in_the_area() -> None:
    bounds = (27.0, 51.0, 27.2, 51.1)
    for seed in range(20):
        found = place_elsewhere(Place(27.1, 51.05), 16, bounds, random.Random(seed))
        assert contains(bounds, found)


def test_elsewhere_in_the_world_is_another_tile_nearby() -> None:
    here = tile_at(27.5, 51.3, 16)
    for seed in range(20):
        found = place_elsewhere(Place(27.5, 51.3), 16, None, random.Random(seed))
        there = tile_at(found.lng, found.lat, 16)
        assert there != here
        assert max(abs(there.x - here.x), abs(there.y - here.y)) <= 12


def test_the_centre_of_the_world_is_on_the_map() -> None:
    assert centre_of((-180, -90, 180, 90)) == Place(0, 0)
