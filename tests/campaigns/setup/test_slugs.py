"""Addresses made from names."""

import pytest

from campaigns.setup.slugs import free_slug, latin
from tests.factories import make_campaign


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Amber mining", "amber-mining"),
        ("Видобуток бурштину", "vydobutok-burshtynu"),
        ("Згарища під Єланцем", "zgharyshcha-pid-yelantsem"),
        ("Об’їзд, щастя", "obizd-shchastia"),
        ("琥珀", "campaign"),
        ("", "campaign"),
    ],
)
def test_a_name_becomes_an_address(db: None, name: str, slug: str) -> None:
    assert free_slug(name) == slug


def test_a_taken_address_gets_a_number(db: None) -> None:
    make_campaign(slug="amber")
    make_campaign(slug="amber-2")
    assert free_slug("Amber") == "amber-3"


def test_a_long_name_stays_within_the_column(db: None) -> None:
    make_campaign(slug="a" * 50)
    assert free_slug("a" * 80) == "a" * 48 + "-2"


def test_letters_at_the_beginning_of_a_word_are_written_as_in_passports() -> None:
    assert latin("Юрій Якименко, Київ") == "yurii yakymenko, kyiv"
