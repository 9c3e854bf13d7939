"""Pages for a campaign's jobs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.models import Campaign, Job
from campaigns.roles import Role, require_role


@require_POST
@require_role(Role.ADMIN)
def stop_job(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, campaign=campaign, pk=pk)
    if job.cancel():
        messages.success(request, _("Stopped. Finished parts stay."))
    else:
        messages.warning(request, _("This job had already ended."))
    return redirect(campaign)
