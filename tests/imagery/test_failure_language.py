"""Parts of a tile are fetched in threads; errors there are in the caller's language."""

import pytest
from django.utils import translation

from imagery.errors import SourceUnavailable
from imagery.models import ImagerySource
from imagery.readers.registry import open_reader
from imagery.readers.tile_client import FetchedPicture, TileClient
from tests.factories import HOME_TILE


def test_errors_in_threads_are_in_the_callers_language(
    xyz_source: ImagerySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_in_the_language_spoken(_client: TileClient, _url: str) -> FetchedPicture:
        raise SourceUnavailable(translation.get_language())

    monkeypatch.setattr(TileClient, "fetch", fail_in_the_language_spoken)
    with translation.override("uk"), pytest.raises(SourceUnavailable, match=r"^uk$"):
        open_reader(xyz_source).read(HOME_TILE)
