"""How a reader's report comes in, and what keeps floods out."""

import json
from typing import Any

import pytest
from django.test import Client

from detection.models import ReaderReport, Release
from detection.reports.sending import OF_ADDRESS, OF_DEVICE, WITHOUT_PROOF
from tests.factories_reports import proven

REPORT = "/c/amber/map/report/"
WRONG = {"kind": "wrong", "number": "1", "reason": "no_scar", "text": "A pond"}
MISSED = {"kind": "missed", "lat": "51.31", "lng": "27.52", "text": "A pit"}


def ring(n_corners: int, size: float = 0.001) -> dict[str, Any]:
    """A comb of this many corners."""
    top = [[27.5 + i * size / n_corners, 51.3 + size * (1 + i % 2)] for i in range(n_corners - 2)]
    corners = [[27.5, 51.3], *top, [27.5 + size, 51.3], [27.5, 51.3]]
    return {"type": "MultiPolygon", "coordinates": [[corners]]}


def test_a_reader_says_that_a_place_is_wrong(release: Release, client: Client) -> None:
    assert 'value="2"' in client.get(f"{REPORT}?place=2").content.decode()
    sent = WRONG | {"number": "2", "reason": "date", "contact": "+380 44 000 00 00"} | proven()
    answer = client.post(REPORT, sent)
    report = ReaderReport.objects.get()
    assert answer["Location"] == f"/c/amber/reports/{report.token}/"
    assert (report.place, report.reason, report.text) == (release.places.get(number=2), "date", "A pond")
    assert (report.lng, report.lat) == (report.place.lng, report.place.lat)
    assert (report.kind, report.contact, report.number) == ("wrong", "+380 44 000 00 00", 1)


def test_a_reader_says_that_a_place_is_missing(release: Release, client: Client) -> None:
    page = client.get(f"{REPORT}?lng=27.52&lat=51.31").content.decode()
    assert 'value="27.52"' in page and 'value="51.31"' in page and "Where is it?" in page
    client.post(REPORT, MISSED | proven())
    report = ReaderReport.objects.get()
    assert (report.kind, report.reason, report.place) == ("missed", "", None)
    assert (report.lng, report.lat, report.shape) == (27.52, 51.31, None)


def test_an_outline_gives_the_point_too(release: Release, client: Client) -> None:
    drawn = {"kind": "missed", "text": "A pit", "outline": json.dumps(ring(20))}
    assert client.post(REPORT, drawn | proven()).status_code == 302
    report = ReaderReport.objects.get()
    assert report.shape is not None and report.shape["type"] == "MultiPolygon"
    assert 27.5 < report.lng < 27.501 and 51.3 < report.lat < 51.302


@pytest.mark.parametrize(
    ("outline", "words"),
    [
        ("{", "could not be read"),
        ("NaN", "could not be read"),
        ("[" * 5000, "could not be read"),
        ('{"type": "Point", "coordinates": [27, 51]}', "could not be read"),
        (json.dumps(ring(5)).replace("27.5,", "NaN,"), "could not be read"),
        (json.dumps(ring(5)).replace("51.3]", "91.0]"), "could not be read"),
        (json.dumps(ring(5)).replace("51.3]", "1e999]"), "could not be read"),
        ('{"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [1, 1], [1, 1]]]}', "holds no ground"),
        (json.dumps(ring(201)), "more than 200 corners"),
        (json.dumps(ring(5, size=0.2)), "more than 50 km²"),
        ("x" * 20_001, "at most 20000"),
    ],
)  # fmt: skip
def test_an_outline_that_is_none_is_refused_in_words(
    release: Release, client: Client, outline: str, words: str
) -> None:
    page = client.post(REPORT, {"kind": "missed", "text": "?", "outline": outline} | proven())
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not ReaderReport.objects.exists()


def test_an_outline_of_two_hundred_corners_is_taken(release: Release, client: Client) -> None:
    drawn = {"kind": "missed", "text": "A pit", "outline": json.dumps(ring(200))}
    assert client.post(REPORT, drawn | proven()).status_code == 302


def test_an_outline_that_crosses_itself_is_mended(release: Release, client: Client) -> None:
    bow = [[27.5, 51.3], [27.501, 51.301], [27.501, 51.3], [27.5, 51.301], [27.5, 51.3]]
    drawn = {
        "kind": "missed",
        "text": "A pit",
        "outline": json.dumps({"type": "Polygon", "coordinates": [bow]}),
    }
    assert client.post(REPORT, drawn | proven()).status_code == 302
    shape = ReaderReport.objects.get().shape
    assert shape is not None and len(shape["coordinates"]) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "wrong", "text": "Where?", "reason": "other"},
        WRONG | {"number": "7"},
        WRONG | {"text": ""},
        WRONG | {"reason": ""},
        WRONG | {"reason": "bad"},
        MISSED | {"lat": ""},
        MISSED | {"lat": "91"},
        MISSED | {"text": ""},
        {"text": "Nothing else"},
    ],
)
def test_a_report_needs_a_place_a_reason_and_a_text(
    release: Release, client: Client, fields: dict[str, str]
) -> None:
    assert "errorlist" in client.post(REPORT, fields).content.decode()
    assert not ReaderReport.objects.exists()


def test_a_report_sent_twice_is_one(release: Release, client: Client) -> None:
    first, second = (client.post(REPORT, MISSED | proven()) for _ in range(2))
    assert first["Location"] == second["Location"]
    client.post(REPORT, MISSED | proven() | {"text": "And another"})
    assert [report.number for report in ReaderReport.objects.order_by("pk")] == [1, 2]


def test_without_a_release_there_is_nothing_to_object_to(campaign: Any, client: Client) -> None:
    assert client.get(REPORT)["Location"] == "/c/amber/map/"


def test_a_report_from_a_spam_program_is_dropped_silently(release: Release, client: Client) -> None:
    answer = client.post(REPORT, WRONG | {"website": "http://spam.example"})
    assert answer.status_code == 302
    assert not ReaderReport.objects.exists()


def test_without_javascript_two_reports_an_hour_are_taken(release: Release) -> None:
    answers = [Client().post(REPORT, WRONG | {"text": f"Wrong {n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Too many reports" in answers[-1].content.decode()
    assert ReaderReport.objects.count() == WITHOUT_PROOF.free
    with_script = Client().post(REPORT, WRONG | {"text": "By a script"} | proven())
    assert with_script.status_code == 302


def test_one_reader_cannot_flood_the_editors(release: Release, client: Client) -> None:
    client.get(REPORT)
    for number in range(OF_DEVICE.free + 1):
        answer = client.post(REPORT, WRONG | {"text": f"Wrong {number}"} | proven())
    assert answer.status_code == 429
    assert "Too many reports" in answer.content.decode()
    assert ReaderReport.objects.count() == OF_DEVICE.free
    colleague = Client()
    colleague.get(REPORT)
    assert colleague.post(REPORT, WRONG | {"text": "Another reader"} | proven()).status_code == 302


def test_a_script_that_drops_its_cookies_cannot_flood_the_editors(release: Release) -> None:
    for number in range(OF_ADDRESS.free + 20):
        script = Client()
        script.cookies["csrftoken"] = f"{number:032}"
        answer = script.post(REPORT, WRONG | {"text": f"Wrong {number}"} | proven())
    assert answer.status_code == 429
    assert ReaderReport.objects.count() == OF_ADDRESS.free
