"""What beat starts."""

from celery import shared_task
from django.core.management import call_command

from campaigns.limits import forget_old_tallies
from webapp.accounts.lockout import forget_old_attempts
from webapp.models import ProcessSeen


@shared_task
def forget_what_expired() -> None:
    """Sessions, wrong passwords, counts of limits, dead processes: what is no longer needed is not kept."""
    call_command("clearsessions")
    forget_old_attempts()
    forget_old_tallies()
    ProcessSeen.objects.all().outdated().delete()
