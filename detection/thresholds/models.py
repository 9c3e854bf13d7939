"""Superpixels of finished searches that another rule could find."""

from django.db import models

from detection.runs.models import DetectionRun


class CandidateFile(models.Model):
    """Where the candidates of a search are stored (`ml.candidates`), so that rules are tried without reading
    tiles."""

    run = models.OneToOneField(DetectionRun, on_delete=models.CASCADE, related_name="candidate_file")
    arrays = models.CharField(max_length=300)
    outlines = models.CharField(max_length=300)
    """Paths below DATA_ROOT."""
    floor = models.FloatField()
    """Superpixels of a lower probability are not in it."""
    max_distance_m = models.FloatField()
    n_candidates = models.PositiveIntegerField()
    n_unreadable = models.PositiveIntegerField(default=0)
    """Tiles left out because their superpixels are lost."""
    seconds = models.FloatField(default=0.0)
    made_at = models.DateTimeField()

    @property
    def is_fresh(self) -> bool:
        """False when the search has gone on since."""
        job = self.run.job
        if job is None:
            return True
        return not job.is_active and (job.finished_at is None or job.finished_at <= self.made_at)
