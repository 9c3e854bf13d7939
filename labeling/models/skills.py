"""What is known of those who vote: how well they see, what speaks against them, who was excluded."""

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from labeling.models.contributors import Participation


class Crowd(models.Model):
    """What a campaign's volunteers are like together: what is assumed of whoever is not known yet."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="crowd")
    prevalence = models.FloatField()
    """Share of superpixels that are positive, 0..1."""
    log_ratios = models.JSONField()
    """Of each kind of response, the log of how much likelier it is on a positive superpixel."""
    n_votes = models.PositiveIntegerField(default=0)
    n_answers = models.PositiveIntegerField(default=0)
    """Finished answers to tiles; with the two below it tells whether there is news since."""
    n_exclusions = models.PositiveIntegerField(default=0)
    n_gold = models.PositiveIntegerField(default=0)
    """Experts' answers, not votes on them."""
    rules = models.JSONField(default=list)
    """The campaign's settings of redundancy then; when they change, every tile is judged again."""
    n_iterations = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)


class Skill(models.Model):
    """How one participant answers, as estimated last, with the evidence that an editor is shown."""

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
    """Mean of both, 0..1; a half is chance."""
    low = models.FloatField()
    high = models.FloatField()
    """Between them `value` lies with 95 %."""
    n_votes = models.PositiveIntegerField(default=0)
    n_tiles = models.PositiveIntegerField(default=0)
    share_positive = models.FloatField(null=True)
    agreement = models.FloatField(null=True)
    """Share of the answers that the consensus of the others shares."""
    seconds_per_tile = models.FloatField(null=True)
    """Median."""
    gold_answers = models.PositiveIntegerField(default=0)
    gold_right = models.PositiveIntegerField(default=0)
    gold_low = models.FloatField(null=True)
    gold_high = models.FloatField(null=True)
    suspicions = models.JSONField(default=list)
    """Of `Suspicion`, the gravest first."""
    updated_at = models.DateTimeField(auto_now=True)


class ExclusionEntry(models.Model):
    """One line of the log: somebody's votes no longer count, or count again. Never changed or deleted."""

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
