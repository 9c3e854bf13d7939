from campaigns.models import Job
from labeling.errors import TransferStopped
from labeling.first_labels.crop_archives import Crops
from labeling.first_labels.services.import_archives import import_archives, sort_archives
from labeling.first_labels.words import question_about, sentences, words_on_crops
from labeling.models import KnowledgeFile

PICTURES_BETWEEN_REPORTS = 20


def take_in_crops(*, job: Job) -> None:
    """Store the crops of the job's ZIPs. Raises `InvalidLabelFile`, and TransferStopped when somebody stopped
    the job; what was stored until then stays."""
    files = list(KnowledgeFile.objects.filter(job=job).select_related("campaign").order_by("pk"))
    crops = sort_archives(files=files)
    if any(one.asks for one in crops.values()):
        _ask(job, files, crops)
        return
    total = sum(one.n_pictures for one in crops.values())

    def report(done: int) -> None:
        if done % PICTURES_BETWEEN_REPORTS == 1 and not job.report(done, total):
            raise TransferStopped

    job.report(0, total)
    found = import_archives(files=files, crops=crops, after_each=report)
    campaign = job.campaign
    said = words_on_crops(found, campaign.positive_name, campaign.negative_name)
    job.succeed(sentences(said), **found.as_result())


def _ask(job: Job, files: list[KnowledgeFile], crops: dict[int, Crops]) -> None:
    for file in files:
        file.ask(dict(crops[file.pk].asks.most_common()))
    job.succeed(question_about([name for file in files for name in file.asks]))
