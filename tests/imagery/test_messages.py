"""Stored messages: translated when they are read, with whatever they were given."""

import pytest
from django.core import serializers
from django.utils import translation
from django.utils.translation import gettext_lazy

from imagery.errors import SourceUnavailable
from imagery.messages import Message, message, plural_message, shortened, words_of, words_with_kind
from imagery.models import Tile
from tests.factories import HOME_TILE, make_source

READY = "Ready"
WAITING = "Waiting for a worker"
REFUSED = "%(host)s refuses (%(status)s); check the key in the address."


def in_ukrainian(words: object) -> str:
    with translation.override("uk"):
        return str(words)


@pytest.fixture
def tile(db: None) -> Tile:
    return Tile.objects.create(source=make_source(), z=HOME_TILE.z, x=HOME_TILE.x, y=HOME_TILE.y)


def test_a_message_is_translated_when_it_is_read() -> None:
    with translation.override("uk"):
        waiting = message(WAITING)
    assert str(waiting) == WAITING != in_ukrainian(waiting)


def test_parameters_are_formatted_after_the_translation() -> None:
    refused = message(REFUSED) % {"host": "tiles.example", "status": 403}
    assert str(refused) == "tiles.example refuses (403); check the key in the address."
    assert "tiles.example" in in_ukrainian(refused) and "403" in in_ukrainian(refused)
    assert "refuses" not in in_ukrainian(refused)


def test_a_per_cent_sign_stands_for_itself_in_a_message_without_parameters() -> None:
    assert str(message("100% of it")) == "100% of it"


@pytest.mark.parametrize(
    "inner",
    [message(WAITING), [message(WAITING)], gettext_lazy(WAITING), SourceUnavailable(message(WAITING))],
    ids=["message", "list", "lazy", "error"],
)
def test_a_translatable_parameter_stays_translatable(inner: object) -> None:
    with translation.override("uk"):
        outer = Message("[%(inner)s]") % {"inner": inner}
    assert str(outer) == f"[{WAITING}]"
    assert in_ukrainian(outer) == f"[{in_ukrainian(message(WAITING))}]"


def test_each_language_has_its_own_plural_forms() -> None:
    found = [plural_message("%(count)d finding", "%(count)d findings", count) for count in (1, 2, 5)]
    assert [str(one) for one in found] == ["1 finding", "2 findings", "5 findings"]
    assert len({in_ukrainian(one).lstrip("125") for one in found}) == 3


def test_words_that_are_no_message_are_kept_as_they_are() -> None:
    assert words_of(ValueError("torn")) == "torn"
    assert words_of(KeyError("z")) == "'z'"
    assert str(words_with_kind(ValueError("torn"))) == "ValueError: torn"


def test_an_error_that_repeats_its_cause_says_what_the_cause_says() -> None:
    with pytest.raises(OSError, match=WAITING) as raised:
        raise OSError(WAITING) from SourceUnavailable(message(WAITING))
    assert words_of(raised.value) == message(WAITING)


def test_long_strings_are_cut_and_translations_are_not() -> None:
    cut = shortened(message(REFUSED) % {"host": "x" * 900, "status": message("y" * 900)}, 500)
    assert str(cut).count("x") == 500 and str(cut).endswith("check the key in the address.")
    assert shortened("z" * 900, 500) == "z" * 500


@pytest.mark.parametrize(
    "words",
    [
        "",
        "down",
        message(WAITING),
        message(REFUSED) % {"host": "tiles.example", "status": message(READY)},
        message(REFUSED) % {"host": [message(READY), "x"], "status": 1.5},
        plural_message("%(count)d finding", "%(count)d findings", 3),
    ],
)
def test_a_row_gives_back_what_was_stored(tile: Tile, words: Message | str) -> None:
    tile.failure_parts = words
    tile.save()
    stored = Tile.objects.get()
    assert stored.failure_parts == words and stored.failure == str(words)
    assert Tile.objects.filter(failure_parts=words).exists()
    dumped = serializers.serialize("json", [stored])
    assert next(iter(serializers.deserialize("json", dumped))).object.failure_parts == words
