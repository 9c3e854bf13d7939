"""Presets: addresses that work, terms that are told, and nothing allowed that is unclear."""

import pytest
from django.utils import translation

from imagery.keys import fill_key
from imagery.presets import PRESETS, Preset, find_preset, preset_of
from imagery.readers.url_template import fill_template
from imagery.services.add_source import add_source
from tests.factories import HOME_TILE

WITH_ADDRESS = [preset for preset in PRESETS if preset.url]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.slug)
def test_a_preset_tells_its_terms(preset: Preset) -> None:
    with translation.override("en"):
        assert 40 < len(str(preset.summary)) < 300
        assert str(preset.summary).endswith(".")
    assert preset.attribution
    assert preset.licence
    assert preset.terms_url.startswith("https://")
    assert not preset.may_publish_pictures
    assert preset.keep_days is None or preset.may_cache


@pytest.mark.parametrize("preset", WITH_ADDRESS, ids=lambda preset: preset.slug)
def test_a_preset_makes_a_source(db: None, preset: Preset) -> None:
    fields = preset.fields(preset.asks.example if preset.asks else "")
    source = add_source(slug=preset.slug, **fields)
    assert source.preset == preset.slug
    assert source.may_cache == preset.may_cache
    address = fill_template(source.url, HOME_TILE, source.subdomains)
    assert ("{key}" in address) == preset.needs_key
    assert "{" not in fill_key(address, "abc")
    assert preset_of(source.url) == preset


def test_the_answer_to_a_presets_question_is_part_of_the_address() -> None:
    planet = find_preset("planet-basemaps")
    assert planet is not None
    fields = planet.fields(" planet_medres_visual_2024-06_mosaic ")
    assert "/planet_medres_visual_2024-06_mosaic/gmap/{z}/{x}/{y}.png?api_key={key}" in fields["url"]
    assert fields["name"].endswith(" planet_medres_visual_2024-06_mosaic")


def test_only_openly_licensed_imagery_may_be_kept() -> None:
    assert {preset.slug for preset in PRESETS if preset.may_cache} == {"openaerialmap", "eox-cloudless"}


def test_names_are_unique_and_unknown_ones_are_none() -> None:
    assert len({preset.slug for preset in PRESETS}) == len(PRESETS) == 8
    assert find_preset("") is None
