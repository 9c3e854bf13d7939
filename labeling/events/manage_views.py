"""Pages on which admins run a campaign's events."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from campaigns.roles import Role, has_role, require_role
from labeling.events.services.save_event import save_event
from labeling.events.views import join_link
from labeling.models import Event, LabelTile
from labeling.queueing.actions import start_queueing

TIME = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class EventForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    team_names = forms.CharField(
        required=False,
        max_length=820,
        label=gettext_lazy("Teams, one per line"),
        widget=forms.Textarea({"rows": 3}),
    )

    class Meta:
        model = Event
        fields = ["name", "starts_at", "ends_at", "goal_tiles", "shows_feedback"]
        labels = {
            "name": gettext_lazy("Name"),
            "starts_at": gettext_lazy("Starts"),
            "ends_at": gettext_lazy("Ends"),
            "goal_tiles": gettext_lazy("Goal, in tiles"),
            "shows_feedback": gettext_lazy("Show volunteers the expert's answers after a tile with gold"),
        }
        widgets = {"starts_at": TIME, "ends_at": TIME}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts_at, ends_at = given.get("starts_at"), given.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end must be after the start."))
        return given

    def save(self, commit: bool = True) -> Event:
        assert commit, "teams cannot be saved without their event"  # noqa: S101 - for callers, not for users
        return save_event(event=self.instance, teams=self.cleaned_data["team_names"].splitlines())


class QueueForm(forms.Form):
    count = forms.IntegerField(
        min_value=1, max_value=5000, initial=100, label=gettext_lazy("Number of tiles to add")
    )


@require_role(Role.EDITOR)
def events(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _events_page(request, campaign, EventForm(), QueueForm())


@require_POST
@require_role(Role.ADMIN)
def add_event(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = EventForm(request.POST, instance=Event(campaign=campaign))
    if not form.is_valid():
        return _events_page(request, campaign, form, QueueForm())
    event = form.save()
    messages.success(request, _("“%(event)s” has been created. Share its link.") % {"event": event.name})
    return redirect("label-events", campaign.slug)


@require_role(Role.ADMIN)
def change_event(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, campaign=campaign, pk=pk)
    initial = {"team_names": "\n".join(event.team_names)}
    form = EventForm(request.POST if request.method == "POST" else None, instance=event, initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("label-events", campaign.slug)
    return render(
        request, "labeling/events/event_form.html", {"campaign": campaign, "event": event, "form": form}
    )


def _events_page(
    request: HttpRequest, campaign: Campaign, form: EventForm, queue_form: QueueForm
) -> HttpResponse:
    queue = LabelTile.objects.asked().filter(campaign=campaign)
    events = Event.objects.filter(campaign=campaign).prefetch_related("teams").order_by("-created_at")
    context = {
        "campaign": campaign,
        "is_admin": has_role(request.user, campaign, Role.ADMIN),
        "events": [(event, join_link(request, event)) for event in events],
        "form": form,
        "queue_form": queue_form,
        "n_queued": queue.count(),
        "n_open": queue.open().count(),
        "job": Job.objects.filter(campaign=campaign, kind=Job.Kind.PREPARE).first(),
    }
    return render(request, "labeling/events/events.html", context)


@require_POST
@require_role(Role.ADMIN)
def switch_event(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, campaign=campaign, pk=pk)
    event.toggle_closed()
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
        messages.success(request, _("Tiles are being prepared. Each can be labelled as soon as it is ready."))
    return redirect("label-events", campaign.slug)
