"""Pages: joining, labelling, and the admin's events."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from campaigns.roles import Role, require_role
from labeling.errors import EventNotOpen
from labeling.identity import contributor_of, participation_in, remember_guest
from labeling.models import Event, LabelTile
from labeling.progress import progress_of
from labeling.services.join_event import join_event
from labeling.services.start_queueing import start_queueing
from labeling.tutorial import can_make_tutorial, needs_tutorial


class JoinForm(forms.Form):
    nickname = forms.CharField(max_length=40, required=False, strip=True)


class EventForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta:
        model = Event
        fields = ["name"]


class QueueForm(forms.Form):
    count = forms.IntegerField(
        min_value=1, max_value=5000, initial=100, label=gettext_lazy("How many tiles to add")
    )


def join(request: HttpRequest, code: str) -> HttpResponseBase:
    """A GET shows who asks for what; only the POST makes a guest, so that link previews join nobody."""
    event = Event.objects.filter(code=code.upper()).select_related("campaign").first()
    if event is None:
        return render(request, "labeling/join_unknown.html", {"code": code}, status=404)
    if not Event.objects.open().filter(pk=event.pk).exists():
        return render(request, "labeling/join_closed.html", {"event": event}, status=410)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _let_in(request, event, form.cleaned_data["nickname"])
    known = contributor_of(request)
    context = {"event": event, "campaign": event.campaign, "form": form, "known": known}
    return render(request, "labeling/join.html", context)


def _let_in(request: HttpRequest, event: Event, nickname: str) -> HttpResponseBase:
    user = request.user if isinstance(request.user, User) else None
    try:
        participation = join_event(
            event=event, contributor=contributor_of(request), user=user, nickname=nickname
        )
    except EventNotOpen:
        return render(request, "labeling/join_closed.html", {"event": event}, status=410)
    response = redirect("label", event.campaign.slug)
    if user is None:
        remember_guest(response, participation.contributor)
    return response


@ensure_csrf_cookie
def label(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    participation = participation_in(request, campaign)
    if participation is None:
        return render(request, "labeling/not_joined.html", {"campaign": campaign}, status=403)
    if needs_tutorial(participation):
        return redirect("tutorial", slug)
    context = {
        "campaign": campaign,
        "contributor": participation.contributor,
        "progress": progress_of(participation),
    }
    return render(request, "labeling/label.html", context)


@ensure_csrf_cookie
def tutorial(request: HttpRequest, slug: str) -> HttpResponse:
    """Six questions on the campaign's gold. Who has done them may do so again; who needs none is sent on."""
    campaign = get_object_or_404(Campaign, slug=slug)
    participation = participation_in(request, campaign)
    if participation is None:
        return render(request, "labeling/not_joined.html", {"campaign": campaign}, status=403)
    if not can_make_tutorial(campaign):
        return redirect("label", slug)
    again = not needs_tutorial(participation)
    return render(request, "labeling/tutorial.html", {"campaign": campaign, "again": again})


@require_role(Role.ADMIN)
def events(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.instance.campaign = campaign
        event = form.save()
        messages.success(request, _("“%(event)s” is open. Share its link.") % {"event": event.name})
        return redirect("label-events", campaign.slug)
    return _events_page(request, campaign, form, QueueForm())


def _events_page(
    request: HttpRequest, campaign: Campaign, form: EventForm, queue_form: QueueForm
) -> HttpResponse:
    queue = LabelTile.objects.filter(campaign=campaign)
    context = {
        "campaign": campaign,
        "events": [
            (event, request.build_absolute_uri(event.get_absolute_url()))
            for event in Event.objects.filter(campaign=campaign).order_by("-created_at")
        ],
        "form": form,
        "queue_form": queue_form,
        "n_queued": queue.count(),
        "n_open": queue.open().count(),
        "job": Job.objects.filter(campaign=campaign, kind=Job.Kind.PREPARE).first(),
    }
    return render(request, "labeling/events.html", context)


@require_POST
@require_role(Role.ADMIN)
def switch_event(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    """Close an open event, or open a closed one again."""
    event = get_object_or_404(Event, campaign=campaign, pk=pk)
    event.switch()
    return redirect("label-events", campaign.slug)


@require_POST
@require_role(Role.ADMIN)
def queue(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = QueueForm(request.POST)
    if not form.is_valid():
        return _events_page(request, campaign, EventForm(), form)
    user = cast(User, request.user)
    try:
        start_queueing(campaign=campaign, count=form.cleaned_data["count"], started_by=user)
    except JobAlreadyRunning as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Tiles are being prepared. They come up for labelling one by one."))
    return redirect("label-events", campaign.slug)
