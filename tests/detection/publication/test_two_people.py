"""Whatever people do, in whatever order: what comes out was confirmed by two of them, each alone, and
rejected by nobody, at that moment; and what was withdrawn is nowhere."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign, Membership
from campaigns.roles import Role
from campaigns.setup.services.change_campaign import change_campaign
from detection.models import Detection, DetectionRun, ReaderReport, Release, Review
from detection.publication.errors import PublicationError
from detection.publication.services.publish_release import publish_release
from detection.publication.services.withdraw_place import withdraw_place
from detection.reports.services.answer_report import answer_report
from detection.reports.services.send_report import send_report
from detection.review.services.record_review import record_review
from detection.review.services.undo_review import undo_review
from detection.review.services.void_reviews import void_reviews
from tests import factories
from tests.factories_detection import make_detection, make_run

API = "/api/v1/campaigns"
KINDS = ["confirm"] * 4 + ["reject", "unsure", "undo", "void", "withdraw", "report", "needed", "leave"]
ACTS = st.lists(st.tuples(st.sampled_from([*KINDS, "publish", "publish"]), st.integers(0, 60)), max_size=30)


class Newsroom:
    """Three editors and two findings, and what was published and withdrawn so far."""

    def __init__(self, number: int) -> None:
        self.campaign = factories.make_campaign(slug=f"room-{number}", is_public=True)
        self.editors: list[User] = [
            factories.make_member(f"{name}-{number}", self.campaign, Role.EDITOR) for name in "abc"
        ]
        self.run = make_run(self.campaign)
        self.findings = [make_detection(self.run) for _ in range(2)]
        self.withdrawn: dict[int, int] = {}
        """By place: the newest release from which it was withdrawn."""

    def do(self, kind: str, choice: int) -> None:
        finding, editor = self.findings[choice % 2], self.editors[choice % 3]
        decisions = {"confirm": "confirmed", "reject": "rejected", "unsure": "unsure"}
        if kind in decisions:
            record_review(detection=finding, editor=editor, decision=decisions[kind])
        else:
            act: Callable[[Detection, User, int], None] = getattr(self, f"_{kind}")
            act(finding, editor, choice)

    def _undo(self, finding: Detection, editor: User, _choice: int) -> None:
        for review in Review.objects.standing().filter(detection=finding, editor=editor):
            undo_review(review=review)

    def _void(self, _finding: Detection, editor: User, _choice: int) -> None:
        void_reviews(reviews=Review.objects.filter(editor=editor), voided_by=None, reason="Left")

    def _needed(self, _finding: Detection, _editor: User, choice: int) -> None:
        change_campaign(campaign=self.campaign, fields={"confirmations_to_publish": 2 + choice % 2})

    def _leave(self, _finding: Detection, editor: User, _choice: int) -> None:
        Membership.objects.filter(user=editor).delete()

    def _withdraw(self, finding: Detection, _editor: User, _choice: int) -> None:
        finding.refresh_from_db()
        newest = Release.objects.filter(campaign=self.campaign).first()
        if finding.place is not None and newest is not None:
            try:
                withdraw_place(place=finding.place, withdrawn_by=None, reason="Wrong")
            except PublicationError:
                return
            self.withdrawn[finding.place.number] = newest.number

    def _report(self, _finding: Detection, editor: User, choice: int) -> None:
        newest = Release.objects.filter(campaign=self.campaign).first()
        places = list(newest.shown_places) if newest else []
        if newest is not None and places:
            place = places[choice % len(places)]
            report = send_report(release=newest, text="?", lng=0, lat=0, place=place)
            answer_report(report=report, editor=editor, state=ReaderReport.State.ACCEPTED)

    def _publish(self, _finding: Detection, _editor: User, _choice: int) -> None:
        run = DetectionRun.objects.get(pk=self.run.pk)
        try:
            release = publish_release(campaign=run.campaign, run=run, published_by=None)
        except PublicationError:
            return
        assert {place.detection_id for place in release.places.all()} == self._confirmed()

    def _confirmed(self) -> set[int]:
        """Counted here by hand from every review that stands."""
        needed = Campaign.objects.get(pk=self.campaign.pk).confirmations_to_publish
        confirmed = set()
        for finding in self.findings:
            standing = [one for one in finding.reviews.all() if one.superseded_at is None]
            assert not [one for one in standing if one.voided_at or one.undone_at]
            alone = {one.editor_id for one in standing if one.decision == "confirmed" and one.independent}
            if len(alone) >= max(2, needed) and "rejected" not in {one.decision for one in standing}:
                confirmed.add(finding.pk)
        return confirmed

    def check_what_is_public(self) -> None:
        client, address = Client(), f"{API}/{self.campaign.slug}"
        for release in Release.objects.filter(campaign=self.campaign):
            shown = _features(client, f"{address}/releases/{release.number}/detections.geojson")
            assert release.n_detections == len(shown)
            for place, until in self.withdrawn.items():
                assert place not in shown or release.number > until
        newest = Release.objects.filter(campaign=self.campaign).first()
        for number, until in self.withdrawn.items():
            answer = client.get(f"{address}/places/{number}/")
            if newest is not None and newest.number == until:
                assert answer.json()["shown"] is None


def _features(client: Client, address: str) -> set[int]:
    document: dict[str, Any] = json.loads(b"".join(client.get(address)))  # type: ignore[arg-type]  # streams
    return {feature["id"] for feature in document["features"]}


ROOMS = iter(range(10_000))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_two_people_alone_confirm_whatever_comes_out(db: None, acts: list[tuple[str, int]]) -> None:
    room = Newsroom(next(ROOMS))
    for kind, choice in acts:
        room.do(kind, choice)
    room.do("publish", 0)
    room.check_what_is_public()
