"""How often somebody did what is limited: mistyped a code, sent a report."""

from django.db import models


class Tally(models.Model):
    """How far somebody has used up one limit. Shared by all web processes, unlike their caches."""

    limit = models.CharField(max_length=20)
    who = models.CharField(max_length=64, unique=True)
    """A keyed hash of the limit and the person, device or address: no address is stored."""
    level = models.FloatField(default=0)
    """How many are counted; it falls as time passes."""
    falls_from = models.DateTimeField(db_index=True)
    """Since when it falls; until then they have to wait."""
