from django.db import transaction

from imagery.files import data_path
from labeling.first_labels.places import Sorted, sort_places
from labeling.first_labels.reading import read_places
from labeling.models import KnowledgeFile, KnownPlace


def store_places(*, file: KnowledgeFile) -> tuple[Sorted, int]:
    """Store the places of an uploaded file, all or none; also how many are new. Nothing is stored while names
    in the file mean neither class: the result lists them. Raises `InvalidLabelFile`."""
    found = sort_places(file, read_places(data_path(file.path), file.file_name))
    if found.asks:
        return found, 0
    with transaction.atomic():
        before = KnownPlace.objects.filter(campaign=file.campaign).count()
        KnownPlace.objects.bulk_create(found.places, ignore_conflicts=True, batch_size=500)
        n_new = KnownPlace.objects.filter(campaign=file.campaign).count() - before
    return found, n_new
