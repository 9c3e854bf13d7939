"""Model versions, searches and releases are numbered from 1 within their campaign."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Max

Row = TypeVar("Row", bound=models.Model)


class NumberedQuerySet(models.QuerySet[Row]):
    def newest_first(self) -> Self:
        return self.order_by("-number")

    def next_number(self) -> int:
        """Two callers at once get the same number: hold a lock, or retry when the unique constraint fails."""
        newest: int | None = self.aggregate(newest=Max("number"))["newest"]
        return (newest or 0) + 1
