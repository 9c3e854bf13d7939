from urllib.parse import urlsplit

import mercantile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagery.readers.url_template import PLACEHOLDER_NAMES, TemplateError, check_template, fill_template
from ml.tiles import Tile


@st.composite
def addresses(draw: st.DrawFn) -> Tile:
    z = draw(st.integers(1, 26))
    side = (1 << z) - 1
    return Tile(z, draw(st.integers(0, side)), draw(st.integers(0, side)))


def test_every_placeholder_has_its_value() -> None:
    template = "https://{s}.tiles.example/{z}/{x}/{y}/{-y}?q={q}&k={key}"
    assert fill_template(template, Tile(3, 5, 2), "ab") == "https://b.tiles.example/3/5/2/5?q=121&k={key}"


@given(addresses())
def test_a_quadkey_leads_back_to_the_tile(tile: Tile) -> None:
    filled = fill_template("https://tiles.example/{q}.jpg", tile)
    assert mercantile.quadkey_to_tile(filled.rpartition("/")[2].removesuffix(".jpg")) == (
        tile.x,
        tile.y,
        tile.z,
    )


@given(addresses())
def test_rows_from_the_south_and_from_the_north_meet(tile: Tile) -> None:
    north, south = fill_template("{y} {-y}", tile).split()
    assert int(north) + int(south) == 2**tile.z - 1


@given(addresses(), st.text("abcd", min_size=1, max_size=4))
def test_a_tile_always_has_the_same_subdomain_and_the_host_stays_one_host(tile: Tile, names: str) -> None:
    template = "https://{s}.tiles.example/{z}/{x}/{y}"
    first, again = (fill_template(template, tile, names) for _ in range(2))
    assert first == again
    assert urlsplit(first).hostname in {f"{name}.tiles.example" for name in names}


@given(st.lists(st.sampled_from(sorted(PLACEHOLDER_NAMES | {"w", "", "key"})), max_size=6))
def test_a_template_that_passes_names_every_tile_apart(placeholders: list[str]) -> None:
    template = "https://tiles.example/" + "/".join(f"{{{name}}}" for name in placeholders)
    try:
        check_template(template, "abc")
    except TemplateError:
        return
    tiles = Tile(4, 3, 9).children(6)
    assert len({fill_template(template, tile, "abc") for tile in tiles}) == len(tiles)


@given(st.text(max_size=60))
def test_any_text_is_accepted_or_refused_with_a_reason(text: str) -> None:
    try:
        check_template(text)
    except TemplateError as error:
        assert str(error)


@pytest.mark.parametrize(
    "template",
    [
        "https://tiles.example/{z}/{x}/{y}.png",
        "http://tiles.example:8080/{z}/{y}/{x}?key=1%202",
        "https://tiles.example/{q}.jpeg?g=1",
        "https://{s}.tiles.example/{z}/{x}/{-y}@2x.png",
        "https://[2001:db8::1]/{z}/{x}/{y}",
    ],
)
def test_usual_templates_pass(template: str) -> None:
    check_template(template, "abc")


@pytest.mark.parametrize(
    ("template", "subdomains", "words"),
    [
        ("https://tiles.example/{z}/{x}/{y}/{token}", "", "is not a placeholder"),
        ("https://tiles.example/{z}/{x}", "", "must contain"),
        ("https://tiles.example/one.png", "", "must contain"),
        ("https://{s}.tiles.example/{q}", "", "give the subdomains"),
        ("https://{s}.tiles.example/{q}", "a@b,c", "letters, digits and hyphens"),
        ("ftp://tiles.example/{q}", "", "must begin with"),
        ("file:///etc/{q}", "", "must begin with"),
        ("https:///{q}", "", "must begin with"),
        ("https://me:secret@tiles.example/{q}", "", "user name"),
        ("https://tiles{x}.example/{q}", "", "in the host"),
        ("https://{q}/a", "", "in the host"),
        ("https://tiles.example/{q} ", "", "space"),
        ("https://tiles.example/{{q}}", "", "brace"),
        ("https://tiles.example:port/{q}", "", "cannot be read"),
    ],
)
def test_an_invalid_template_is_refused_with_a_reason(template: str, subdomains: str, words: str) -> None:
    with pytest.raises(TemplateError, match=words):
        check_template(template, subdomains)
