"""Run as a program by test_killed_worker: starts a search, or reports its state."""

import json
import sys
from typing import Any

import django


def stage() -> dict[str, Any]:
    from detection.runs.actions import start_run
    from tests.detection.drawn_tiles import make_mined_campaign, make_trained_model

    campaign = make_mined_campaign(9, mining=[0, 4, 8])
    make_trained_model(campaign)
    run = start_run(campaign=campaign, started_by=None)
    return {"run": run.pk}


def report() -> dict[str, Any]:
    from campaigns.models import Job
    from detection.models import Detection, RunChunk, TileResult

    job = Job.objects.get(kind=Job.Kind.DETECT)
    return {
        "state": job.state,
        "failure": job.failure,
        "done": job.done,
        "total": job.total,
        "finished": {str(result): str(result.finished_at) for result in TileResult.objects.finished()},
        "states": sorted(set(TileResult.objects.values_list("state", flat=True))),
        "detections": sorted(Detection.objects.values_list("tile_result__x", flat=True)),
        "chunks": sorted(RunChunk.objects.values_list("state", "n_claims")),
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps({"stage": stage, "report": report}[sys.argv[1]]()))
