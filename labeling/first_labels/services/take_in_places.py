from campaigns.models import Job
from imagery.messages import Words
from labeling.errors import InvalidLabelFile, TransferStopped
from labeling.first_labels.services.queue_places import queue_places
from labeling.first_labels.services.store_places import store_places
from labeling.first_labels.words import (
    question_about,
    sentences,
    why_no_places,
    words_on_places,
    words_on_tiles,
)
from labeling.models import KnowledgeFile


def take_in_places(*, job: Job) -> None:
    """Store the file's places and queue their tiles. A job taken over from a dead worker goes on where it
    was. Raises `InvalidLabelFile`, and TransferStopped when somebody stopped the job."""
    file = KnowledgeFile.objects.select_related("campaign").get(job=job)
    said = _store(job, file)
    if said is None:
        return
    outcomes = queue_places(campaign=file.campaign, report=job.report)
    if outcomes is None:
        raise TransferStopped
    job.succeed(sentences([*said, *words_on_tiles(outcomes)]), **outcomes)


def _store(job: Job, file: KnowledgeFile) -> list[Words] | None:
    """None while names in the file are asked about: the job is over then."""
    found, n_new = store_places(file=file)
    if found.asks:
        file.ask(dict(found.asks.most_common()))
        job.succeed(question_about(list(file.asks)))
        return None
    if not found.places:
        raise InvalidLabelFile(why_no_places(found))
    return words_on_places(found, n_new)
