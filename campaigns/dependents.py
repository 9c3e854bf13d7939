"""What the packages above store about a campaign, and what they do when it changes, is archived or deleted.

Campaigns are at the bottom and cannot ask them; each package registers a `Dependent` when it is loaded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from campaigns.models import Campaign
from imagery.models import ImagerySource
from ml.segmentation_settings import SegmentationSettings


@dataclass(frozen=True)
class Change:
    """New settings of a campaign; None leaves one as it is. `campaign` has the present ones."""

    campaign: Campaign
    source: ImagerySource | None = None
    region: dict[str, Any] | None = None
    zoom: int | None = None
    segmentation: SegmentationSettings | None = None
    extractor: str | None = None
    confirmations: int | None = None
    """Editors who must confirm a place before it is published."""

    @property
    def is_new_source(self) -> bool:
        return self.source is not None and self.source.pk != self.campaign.source_id

    @property
    def is_new_zoom(self) -> bool:
        return self.zoom is not None and self.zoom != self.campaign.zoom

    @property
    def is_new_cut(self) -> bool:
        return self.segmentation is not None and self.segmentation.key != self.campaign.segmentation.key

    @property
    def is_new_region(self) -> bool:
        return self.region is not None and self.region != self.campaign.region

    @property
    def is_new_extractor(self) -> bool:
        return self.extractor is not None and self.extractor != self.campaign.extractor

    @property
    def is_new_picture(self) -> bool:
        """Whether tiles that are queued from now on show something else, or are cut otherwise."""
        return self.is_new_source or self.is_new_zoom or self.is_new_cut


@dataclass(frozen=True)
class Consequence:
    words: str
    is_loss: bool = False
    """Whether somebody has to confirm it."""


@dataclass(frozen=True)
class Stored:
    """One kind of thing that goes with a campaign."""

    words: str
    n_bytes: int = 0
    n: int = 1
    """How many; the page leaves out what there is none of."""


class Dependent:
    """Each method says or does what concerns one package; the defaults do nothing."""

    def consequences(self, change: Change) -> list[Consequence]:
        """What a change would do, in numbers, for the person who is about to make it."""
        return []

    def after_change(self, change: Change) -> None:
        """Do it. Called in the transaction that stores the change; `change.campaign` has the old settings."""

    def after_archiving(self, campaign: Campaign) -> None:
        """End what is going on. Called in the transaction that archives the campaign."""

    def stored(self, campaign: Campaign) -> list[Stored]:
        """What would be deleted with the campaign."""
        return []

    def has_public_pages(self, campaign: Campaign) -> bool:
        """Whether readers may have addresses that would lead nowhere."""
        return False

    def erase(self, campaign: Campaign) -> Iterator[list[int]]:
        """Delete rows and files, a batch at a time. After each it gives the primary keys of tiles that may
        be unused now; it may be called again after a crash. Batches are written with `erase_batch`."""
        return iter(())


DEPENDENTS: list[Dependent] = []
"""From the lowest package to the highest."""


def register(dependent: Dependent) -> None:
    DEPENDENTS.append(dependent)
