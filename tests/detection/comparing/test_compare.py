"""Two searches compared, on the page and by the API."""

from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.comparing.difference import compare_runs, document_of
from detection.models import Review, RunChunk
from detection.review.services.record_review import record_review
from tests.detection.places.test_linking import LEFT, RIGHT, at, search

PAGE = "/c/amber/searches/1/compare/2/"
API = "/api/v1/campaigns/amber/runs/1/compare/2/"


def two_searches(campaign: Campaign, editor: User) -> None:
    """Kept, changed after a rejection, gone, and new."""
    first = search(campaign, LEFT, RIGHT, (80, 0, 90, 10))
    record_review(detection=at(first, RIGHT), editor=editor, decision=Review.Decision.REJECTED)
    search(campaign, LEFT, (40, 0, 66, 10), (120, 0, 130, 5))


def test_every_finding_of_both_searches_is_one_row(campaign: Campaign, editor: User) -> None:
    two_searches(campaign, editor)
    second, first = campaign.runs.order_by("-number")
    difference = compare_runs(first, second)
    rows = [(row.kind.value, row.finding["place__number"], row.rejected_before) for row in difference.rows]
    assert rows == [("new", 4, False), ("changed", 2, True), ("gone", 3, False), ("kept", 1, False)]
    changed = difference.rows[1]
    assert changed.before is not None
    assert changed.before["area_ha"] < changed.area_ha == at(second, RIGHT).area_ha


def test_counts_and_hectares_are_those_of_the_rows(campaign: Campaign, editor: User) -> None:
    two_searches(campaign, editor)
    second, first = campaign.runs.order_by("-number")
    counts = document_of(compare_runs(first, second))["counts"]
    assert {kind: total["count"] for kind, total in counts.items()} == {
        "new": 1, "changed": 1, "gone": 1, "kept": 1, "rejected_before": 1,
    }  # fmt: skip
    assert counts["new"]["area_ha"] == 50.0


def test_a_search_compared_with_its_like_keeps_everything(campaign: Campaign) -> None:
    first, second = search(campaign, LEFT, RIGHT), search(campaign, RIGHT, LEFT)
    assert {row.kind.value for row in compare_runs(first, second).rows} == {"kept"}


def test_the_page_lists_what_changed(campaign: Campaign, editor: User, client: Client) -> None:
    two_searches(campaign, editor)
    client.force_login(editor)
    page = client.get(PAGE).content.decode()
    assert "Search 2 compared with search 1" in page and "rejected before" in page
    assert "Make search 2 current" not in page  # an editor may not
    features = client.get(API).json()["features"]
    assert [feature["properties"]["kind"] for feature in features] == ["new", "changed", "gone", "kept"]
    assert client.get("/c/amber/searches/1/compare/1/").status_code == 404


def test_an_admin_makes_a_search_current(campaign: Campaign, admin: User, client: Client) -> None:
    search(campaign, LEFT)
    second = search(campaign, LEFT)
    client.force_login(admin)
    assert "Make search 2 current" in client.get(PAGE).content.decode()
    client.post("/c/amber/searches/2/promote/")
    assert campaign.runs.current() == second
    answer = client.post("/api/v1/campaigns/amber/runs/1/promote/")
    assert answer.status_code == 200 and answer.json()["is_current"] is True
    assert "Search 2 is not the current one" in client.get(PAGE).content.decode()


def test_a_search_under_way_is_not_made_current(campaign: Campaign, admin: User, client: Client) -> None:
    search(campaign, LEFT)
    second = search(campaign, LEFT, ended=False)
    second.chunks.update(state=RunChunk.State.PENDING)
    client.force_login(admin)
    answer = client.post("/api/v1/campaigns/amber/runs/2/promote/")
    assert answer.status_code == 409 and "Search 2 is not finished" in answer.json()["detail"]
