"""Estimates of how well contributors answer, and the log of exclusions."""

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from labeling.models.contributors import Participation


class Crowd(models.Model):
    """A campaign's volunteers on average: the prior for a contributor who is not known yet."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="crowd")
    prevalence = models.FloatField()
    """Share of superpixels that are positive, 0..1."""
    log_ratios = models.JSONField()
    """For each kind of response: log of its likelihood ratio, positive to negative."""
    n_votes = models.PositiveIntegerField(default=0)
    n_answers = models.PositiveIntegerField(default=0)
    """Finished answers when the estimate was made; with the next three fields it tells whether another is
    due."""
    n_exclusions = models.PositiveIntegerField(default=0)
    n_gold = models.PositiveIntegerField(default=0)
    """Experts' answers, not votes on them."""
    rules = models.JSONField(default=list)
    """The campaign's rules when the estimate was made; when they change, every tile is judged again."""
    n_iterations = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)


class Skill(models.Model):
    """The latest estimate of how one participant answers, with the evidence shown to editors."""

    class Suspicion(models.TextChoices):
        FAST = "fast", _("Too fast")
        SAME = "same", _("Always the same answer")
        CHANCE = "chance", _("No better than chance")
        GOLD = "gold", _("Below chance on gold")

    participation = models.OneToOneField(Participation, on_delete=models.CASCADE, related_name="skill")
    log_ratios = models.JSONField()
    """As in `Crowd`, for this participant."""
    sensitivity = models.FloatField()
    """Probability of a yes on a positive superpixel."""
    specificity = models.FloatField()
    """Probability of a no on a negative one."""
    value = models.FloatField()
    """Mean of both, 0..1; 0.5 is chance."""
    low = models.FloatField()
    high = models.FloatField()
    """`low` and `high` are the 95 % credible interval of `value`."""
    n_votes = models.PositiveIntegerField(default=0)
    n_tiles = models.PositiveIntegerField(default=0)
    share_positive = models.FloatField(null=True)
    agreement = models.FloatField(null=True)
    """Share of the answers that agree with the other votes."""
    seconds_per_tile = models.FloatField(null=True)
    """Median."""
    gold_answers = models.PositiveIntegerField(default=0)
    gold_right = models.PositiveIntegerField(default=0)
    gold_low = models.FloatField(null=True)
    gold_high = models.FloatField(null=True)
    suspicions = models.JSONField(default=list)
    """Values of `Suspicion`, the gravest first."""
    updated_at = models.DateTimeField(auto_now=True)


class ExclusionEntry(models.Model):
    """A log entry: somebody's votes no longer count, or count again. Never changed or deleted."""

    class Action(models.TextChoices):
        EXCLUDED = "excluded", _("Excluded")
        RESTORED = "restored", _("Counts again")

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="exclusions")
    action = models.CharField(max_length=10, choices=Action)
    reason = models.CharField(max_length=300, validators=[MinLengthValidator(3)])
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
