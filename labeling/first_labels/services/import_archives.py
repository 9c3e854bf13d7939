import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from imagery.files import data_path
from imagery.uploads import RECEIVING
from labeling.exchange.services.import_crops import ImportedCrops, import_crops
from labeling.first_labels.crop_archives import Crops, sort_crops, unpack_crops
from labeling.models import Answer, KnowledgeFile

MAX_LISTED = 50
"""Names in a job's result."""
AfterEach = Callable[[int], None]
"""Takes the number of pictures that were looked at; raises to stop."""


@dataclass
class ImportedArchives:
    added: Counter[str] = field(default_factory=Counter)
    """By answer."""
    known: int = 0
    contradicted: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def include(self, answer: Answer, outcome: ImportedCrops) -> None:
        self.added[answer.value] += outcome.added
        self.known += outcome.known
        self.contradicted += outcome.contradicted
        self.skipped += outcome.skipped

    def as_result(self) -> dict[str, object]:
        return {
            "added": dict(self.added),
            "known": self.known,
            "n_contradicted": len(self.contradicted),
            "contradicted": self.contradicted[:MAX_LISTED],
            "n_skipped": len(self.skipped),
            "skipped": self.skipped[:MAX_LISTED],
        }


def sort_archives(*, files: Sequence[KnowledgeFile]) -> dict[int, Crops]:
    """What the ZIPs hold, by file; all are checked before anything is stored. Raises `InvalidLabelFile`."""
    return {file.pk: sort_crops(file, data_path(file.path)) for file in files}


def import_archives(
    *, files: Sequence[KnowledgeFile], crops: dict[int, Crops], after_each: AfterEach
) -> ImportedArchives:
    """Store the crops of ZIPs as gold. It may run again: known crops are counted as known."""
    found, done = ImportedArchives(), 0

    def step() -> None:
        nonlocal done
        done += 1
        after_each(done)

    for file in files:
        found.skipped += crops[file.pk].skipped
        for answer, members in crops[file.pk].members.items():
            if members:
                _import_class(file, answer, crops[file.pk], step, found)
    return found


def _import_class(
    file: KnowledgeFile, answer: Answer, crops: Crops, step: Callable[[], None], found: ImportedArchives
) -> None:
    scratch = data_path("uploads")
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix=RECEIVING) as folder:
        skipped = unpack_crops(data_path(file.path), crops.members[answer], Path(folder))
        found.skipped += skipped
        if len(skipped) < len(crops.members[answer]):
            outcome = import_crops(
                campaign=file.campaign, folder=Path(folder), answer=answer, after_each=step
            )
            found.include(answer, outcome)
