"""Tiles whose pictures the labelling still needs."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from imagery.models import ImagerySource, Tile
from labeling.models import Consensus, GoldAnswer, LabelTile


def pictures_in_use(source: ImagerySource) -> "QuerySet[Tile]":
    """Those of a source that wait for answers, await an expert or are asked as gold, and the same places on
    other dates."""
    gold = Exists(GoldAnswer.objects.filter(label_tile=OuterRef("pk")))
    awaits = Exists(Consensus.objects.filter(label_tile=OuterRef("pk"), state=Consensus.State.EXPERT))
    in_use = LabelTile.objects.asked().filter(Q(is_done=False) | gold | awaits)
    same_place = Q(tile__z=OuterRef("z"), tile__x=OuterRef("x"), tile__y=OuterRef("y"))
    compared = Exists(in_use.filter(same_place, campaign__comparison_source=source))
    own = Exists(in_use.filter(tile=OuterRef("pk")))
    return Tile.objects.filter(own | compared, source=source)
