"""Simulated volunteers, who know what was drawn and make mistakes."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.contrib.auth.models import User
from django.db import transaction

from campaigns.models import Campaign
from demo.landscape import DemoRegion
from demo.truth import is_mining
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.lease_tiles import lease_tiles
from labeling.answering.services.record_votes import VoteDraft
from labeling.joining.services.join_event import join_event
from labeling.joining.services.merge_guest import merge_guest
from labeling.models import Answer, Assignment, Contributor, Event

NAMES = ["Oksana", "Danylo", "Iryna", "Marko", "Solomiia", "Taras", "Yeva", "Nazar", "Lesia"]
SEED = 2018


@dataclass(frozen=True)
class Volunteer:
    contributor: Contributor
    miss_rate: float
    false_alarm_rate: float


def simulate_volunteers(
    *, event: Event, region: DemoRegion, report: Callable[[int, int], None] | None = None
) -> int:
    """Let the volunteers take turns until no tile is left for them; returns the number of answered tiles."""
    generator = np.random.default_rng(SEED)
    volunteers = [_join(event, name, index, generator) for index, name in enumerate(NAMES)]
    wanted = event.campaign.label_tiles.count() * event.campaign.votes_to_agree
    answered = 0
    while active := [
        volunteer for volunteer in volunteers if _answer_next(volunteer, event, region, generator)
    ]:
        answered += len(active)
        if report:
            report(min(answered, wanted), wanted)
    return answered


def give_account(event: Event, user: User) -> None:
    """Give one volunteer's work to `user`, so that the thank-you page has something to show."""
    first = Contributor.objects.filter(nickname=NAMES[0], participations__campaign=event.campaign).first()
    if first is not None:
        merge_guest(guest=first, user=user)


def _join(event: Event, name: str, index: int, generator: np.random.Generator) -> Volunteer:
    existing = Contributor.objects.filter(nickname=name, participations__campaign=event.campaign).first()
    teams = list(event.teams.all())
    team = teams[index % len(teams)] if teams else None
    contributor = join_event(event=event, contributor=existing, nickname=name, team=team).contributor
    return Volunteer(contributor, generator.uniform(0.02, 0.15), generator.uniform(0.0, 0.02))


@transaction.atomic
def _answer_next(
    volunteer: Volunteer, event: Event, region: DemoRegion, generator: np.random.Generator
) -> bool:
    campaign: Campaign = event.campaign
    assignments = lease_tiles(campaign=campaign, contributor=volunteer.contributor, count=1)
    for assignment in assignments:
        clock = int(time.time() * 1000)
        finish_tile(
            assignment=assignment,
            clock=clock,
            votes=_draft_votes(volunteer, assignment, region, clock, generator),
        )
    return bool(assignments)


def _draft_votes(
    volunteer: Volunteer,
    assignment: Assignment,
    region: DemoRegion,
    clock: int,
    generator: np.random.Generator,
) -> list[VoteDraft]:
    truth = is_mining(region, assignment.label_tile.segmentation)
    mistakes = generator.random(truth.size) < np.where(truth, volunteer.miss_rate, volunteer.false_alarm_rate)
    marked = np.flatnonzero(truth ^ mistakes) + 1
    return [
        VoteDraft(uuid.uuid4(), assignment.label_tile_id, int(number), Answer.POSITIVE, clock)
        for number in marked
    ]
