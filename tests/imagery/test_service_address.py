"""Requests are put together from the address that a person gave, and a key goes to that server alone."""

from datetime import date

import pytest

from imagery.readers.base import UNKNOWN_DATES
from imagery.readers.service_address import fill_template, request_address, service_base, with_key_of
from imagery.readers.time_dimension import dates_of_time


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://m.example/wms", "https://m.example/wms?"),
        ("https://m.example/wms?", "https://m.example/wms?"),
        ("https://m.example/x?map=/a b.map&Request=GetMap&BBOX=1,2#top", "https://m.example/x?map=/a b.map&"),
        ("https://m.example/x?token={key}&LAYERS=a", "https://m.example/x?token={key}&"),
        ("https://m.example/x?sig=a%2Bb%3D", "https://m.example/x?sig=a%2Bb%3D&"),
    ],
)
def test_the_parameters_of_a_request_are_taken_off(url: str, base: str) -> None:
    assert service_base(url) == base


def test_values_are_encoded() -> None:
    address = request_address("https://m.example/x?map=m", {"LAYERS": "a&b={key} ü", "BBOX": "1,2"})
    assert address == "https://m.example/x?map=m&LAYERS=a%26b%3D%7Bkey%7D%20%C3%BC&BBOX=1,2"


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://m.example/1", "https://m.example/1?k={key}"),
        ("https://m.example/1?a=2", "https://m.example/1?a=2&k={key}"),
        ("https://m.example/1?", "https://m.example/1?k={key}"),
        ("https://m.example/1?K=given", "https://m.example/1?K=given"),
        ("https://evil.example/1", "https://evil.example/1"),
        ("http://m.example/1", "http://m.example/1"),
        ("https://m.example:8443/1", "https://m.example:8443/1"),
    ],
)
def test_the_key_goes_with_addresses_of_the_same_server(address: str, wanted: str) -> None:
    assert with_key_of(address, "https://m.example/caps.xml?v=1&k={key}") == wanted


def test_a_template_is_filled_without_regard_to_case_and_cannot_ask_for_more() -> None:
    filled = fill_template(
        "/{Style}/{STYLE}/{TileRow}/{key}/{k{style}ey}/{other}", {"style": "a/b"}, ("TileRow",)
    )
    assert filled == "/a%2Fb/a%2Fb/{TileRow}/%7Bkey%7D/%7Bka%2Fbey%7D/%7Bother%7D"
    assert "{key}" not in fill_template("{k{style}ey}", {"style": ""}, ("TileRow",))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2018-05-16", (date(2018, 5, 16), date(2018, 5, 16))),
        ("2018-05-16T10:30:00Z", (date(2018, 5, 16), date(2018, 5, 16))),
        ("20180516", (date(2018, 5, 16), date(2018, 5, 16))),
        ("2018-02", (date(2018, 2, 1), date(2018, 2, 28))),
        ("2018", (date(2018, 1, 1), date(2018, 12, 31))),
        ("2018-01-01/2018-03-01/P1D", (date(2018, 1, 1), date(2018, 3, 1))),
        ("2019, 2017-05", (date(2017, 5, 1), date(2019, 12, 31))),
        ("current", UNKNOWN_DATES),
        ("", UNKNOWN_DATES),
        ("2018-13", UNKNOWN_DATES),
        ("0000", UNKNOWN_DATES),
        ("3018", UNKNOWN_DATES),
    ],
)
def test_dates_are_read_from_a_time_dimension(text: str, dates: tuple[date | None, date | None]) -> None:
    assert dates_of_time(text) == dates


def test_a_period_that_has_not_ended_ends_today() -> None:
    assert dates_of_time(str(date.today().year)).last == date.today()
