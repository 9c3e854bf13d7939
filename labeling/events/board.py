"""Live figures of an event: coverage, agreement, teams, and a map that fills up."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict

from django.core.cache import cache
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from labeling.models import Answer, Assignment, Consensus, Event, LabelTile, Participation, Vote
from ml.labels import POSITIVE_FROM

FRESH_S = 2
"""Boards reload every two seconds, so that they are at most five seconds old."""
BOARD_CACHED_S = 60
COMPUTING_S = 10
GRID_CACHED_S = 600
MAX_CELLS_A_SIDE = 48


class TeamRow(TypedDict):
    name: str
    volunteers: int
    tiles: int
    agreement: float | None


class Board(TypedDict):
    made_at: datetime
    state: str
    volunteers: int
    tiles_queued: int
    tiles_done: int
    tiles_covered: int
    superpixels: int
    positives: int
    agreement: float | None
    teams: list[TeamRow]
    columns: int
    rows: int
    cells: list[list[int]]


def board_of(event: Event) -> Board:
    """The event's board, at most `FRESH_S` seconds old unless another request of this process is recomputing
    it: fifty screens cost as much as one."""
    key = f"board:{event.pk}"
    cached: Board | None = cache.get(key)
    if cached and (timezone.now() - cached["made_at"]).total_seconds() < FRESH_S:
        return cached
    if not cache.add(f"{key}:computing", 1, COMPUTING_S) and cached:
        return cached
    try:
        board = make_board(event)
        cache.set(key, board, BOARD_CACHED_S)
    finally:
        cache.delete(f"{key}:computing")
    return board


def make_board(event: Event) -> Board:
    queue = LabelTile.objects.asked().filter(campaign=event.campaign)
    done = _done_in(event)
    of_tile = "label_tile__segmentation__"
    superpixels = Sum(F(f"{of_tile}n_superpixels") - F(f"{of_tile}n_without_data"))
    covered = done.aggregate(tiles=Count("label_tile", distinct=True), superpixels=superpixels)
    counts = queue.aggregate(queued=Count("pk"), done=Count("pk", filter=Q(is_done=True)))
    grid = _grid_of(event, counts["queued"])
    return Board(
        made_at=timezone.now(),
        state=event.state,
        volunteers=_participants(event).count(),
        tiles_queued=counts["queued"],
        tiles_done=counts["done"],
        tiles_covered=covered["tiles"],
        superpixels=covered["superpixels"] or 0,
        positives=_positives(event).count(),
        agreement=_agreement(event),
        teams=_teams(event),
        columns=grid.columns,
        rows=grid.rows,
        cells=_cells_of(event, grid),
    )


def _participants(event: Event) -> "QuerySet[Participation]":
    return Participation.objects.filter(event=event, is_excluded=False)


def _done_in(event: Event) -> "QuerySet[Assignment]":
    return Assignment.objects.finished().filter(
        contributor__in=_participants(event).values("contributor"),
        label_tile__campaign=event.campaign_id,
        finished_at__gte=event.starts_at or event.created_at,
    )


def _positives(event: Event) -> "QuerySet[Consensus]":
    return Consensus.objects.positive().filter(label_tile__in=_done_in(event).values("label_tile"))


def _agreement(event: Event) -> float | None:
    # Only superpixels with at least one yes: those that everybody left clear would hide all disagreement.
    votes = Vote.objects.standing().filter(
        label_tile__in=_done_in(event).values("label_tile"), answer__in=[Answer.POSITIVE, Answer.NEGATIVE]
    )
    parts = votes.order_by().values("label_tile", "superpixel")
    counted = parts.annotate(yes=Count("pk", filter=Q(answer=Answer.POSITIVE)), n=Count("pk"))
    no = F("n") - F("yes")
    alike = F("yes") * (F("yes") - 1) + no * (no - 1)
    pairs = counted.filter(yes__gte=1, n__gte=2).annotate(alike=alike, all=F("n") * (F("n") - 1))
    sums = pairs.aggregate(n_alike=Sum("alike"), n_all=Sum("all"))
    return float(sums["n_alike"] / sums["n_all"]) if sums["n_all"] else None


def _teams(event: Event) -> list[TeamRow]:
    people = dict(_participants(event).exclude(team=None).values_list("contributor", "team"))
    tiles = dict(_done_in(event).order_by().values_list("contributor").annotate(n=Count("pk")))
    alike = _agreeing_marks(event)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for contributor, team in people.items():
        shares = alike.get(contributor, (0, 0))
        row = (1, tiles.get(contributor, 0), *shares)
        sums[team or 0] = [one + more for one, more in zip(sums[team or 0], row, strict=True)]
    return [_team_row(team.name, *sums[team.pk]) for team in event.teams.all()]


def _team_row(name: str, volunteers: int, tiles: int, alike: int, judged: int) -> TeamRow:
    agreement = alike / judged if judged else None
    return TeamRow(name=name, volunteers=volunteers, tiles=tiles, agreement=agreement)


def _agreeing_marks(event: Event) -> dict[Any, tuple[int, int]]:
    decided = Consensus.objects.decided().filter(
        label_tile=OuterRef("label_tile"), superpixel=OuterRef("superpixel")
    )
    marks = Vote.objects.standing().filter(
        contributor__in=_participants(event).exclude(team=None).values("contributor"),
        campaign=event.campaign_id,
        is_implied=False,
        answer__in=[Answer.POSITIVE, Answer.NEGATIVE],
    )
    judged = marks.annotate(decided=Subquery(decided.values("probability")[:1])).exclude(decided=None)
    said_so = Q(answer=Answer.POSITIVE, decided__gte=POSITIVE_FROM) | Q(
        answer=Answer.NEGATIVE, decided__lt=POSITIVE_FROM
    )
    rows = (
        judged.order_by()
        .values_list("contributor")
        .annotate(alike=Count("pk", filter=said_so), n=Count("pk"))
    )
    return {contributor: (alike, n) for contributor, alike, n in rows}


@dataclass(frozen=True)
class Grid:
    """A campaign's tiles in cells of `side` x `side` tiles, so that large queues can be drawn."""

    west: int
    north: int
    side: int
    columns: int
    rows: int
    tiles: dict[tuple[int, int], int]

    def cells(self, queue: "QuerySet[LabelTile]", **counts: Count) -> "QuerySet[LabelTile, tuple[int, ...]]":
        # Integer division: the database rounds down.
        column, row = (F("tile__x") - self.west) / self.side, (F("tile__y") - self.north) / self.side
        placed = queue.order_by().annotate(column=column, row=row)
        return placed.values_list("column", "row").annotate(**counts)


def _grid_of(event: Event, n_tiles: int) -> Grid:
    key = f"board-grid:{event.campaign_id}:{n_tiles}"
    grid: Grid | None = cache.get(key)
    if grid is None:
        grid = _make_grid(LabelTile.objects.asked().filter(campaign=event.campaign_id))
        cache.set(key, grid, GRID_CACHED_S)
    return grid


def _make_grid(queue: "QuerySet[LabelTile]") -> Grid:
    edges = queue.aggregate(
        west=Min("tile__x"), east=Max("tile__x"), north=Min("tile__y"), south=Max("tile__y")
    )
    if edges["west"] is None:
        return Grid(0, 0, 1, 0, 0, {})
    width, height = edges["east"] - edges["west"] + 1, edges["south"] - edges["north"] + 1
    side = -(-max(width, height) // MAX_CELLS_A_SIDE)
    grid = Grid(edges["west"], edges["north"], side, -(-width // side), -(-height // side), {})
    counted = grid.cells(queue, n=Count("pk"))
    return replace(grid, tiles={(column, row): n for column, row, n in counted})


def _cells_of(event: Event, grid: Grid) -> list[list[int]]:
    finds = Consensus.objects.positive().filter(label_tile=OuterRef("pk"))
    started = LabelTile.objects.asked().filter(campaign=event.campaign_id, n_answers__gt=0)
    counted = grid.cells(
        started,
        n_started=Count("pk"),
        n_done=Count("pk", filter=Q(is_done=True)),
        n_found=Count("pk", filter=Q(Exists(finds))),
    )
    known = {(column, row): counts for column, row, *counts in counted}
    return [[*cell, n, *known.get(cell, [0, 0, 0])] for cell, n in sorted(grid.tiles.items())]
