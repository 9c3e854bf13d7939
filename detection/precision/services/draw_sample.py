import secrets
from dataclasses import asdict

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from detection.precision.drawing import draw
from detection.precision.errors import NothingToDraw, SearchUnderWay
from detection.precision.models import PrecisionSample, SampledFinding, findings_to_draw_from
from detection.runs.models import DetectionRun

DEFAULT_SIZE = 100
MAX_SIZE = 2000
BATCH = 500


@transaction.atomic
def draw_sample(
    *, run: DetectionRun, drawn_by: User | None, size: int = DEFAULT_SIZE, seed: int | None = None
) -> PrecisionSample:
    """Draw a sample of a search's findings, of all where there are fewer than `size`. Raises NothingToDraw or
    SearchUnderWay."""
    # Locked, so that two samples drawn at the same time get different numbers.
    run = DetectionRun.objects.select_for_update(of=("self",)).select_related("job").get(pk=run.pk)
    if run.job is not None and run.job.is_active:
        raise SearchUnderWay(_("The search is still under way. Draw a sample after it has ended."))
    findings = list(findings_to_draw_from(run).order_by("area_ha", "pk").values_list("pk", "area_ha"))
    if not findings:
        raise NothingToDraw(_("This search has found nothing, so there is nothing to draw from."))
    seed = secrets.randbits(32) if seed is None else seed
    result = draw([area for _pk, area in findings], size, seed)
    sample = PrecisionSample.objects.create(
        run=run,
        number=run.precision_samples.next_number(),
        finding_set=run.finding_set,  # type: ignore[misc]  # findings are of a version
        size=len(result.drawn),
        seed=seed,
        strata=[asdict(stratum) for stratum in result.strata],
        drawn_by=drawn_by,
    )
    rows = [
        SampledFinding(sample=sample, detection_id=findings[index][0], stratum=stratum, position=position)
        for position, (index, stratum) in enumerate(result.drawn, start=1)
    ]
    SampledFinding.objects.bulk_create(rows, batch_size=BATCH)
    return sample
