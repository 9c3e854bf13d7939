"""Pages for joining an event."""

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from labeling.errors import EventNotOpen
from labeling.joining.code_limits import count_guest
from labeling.joining.event_access import find_event
from labeling.joining.identity import contributor_of, set_guest_cookie
from labeling.joining.services.join_event import join_event
from labeling.models import Event, Participation, Team
from labeling.models.contributors import normalise_join_code


class JoinForm(forms.Form):
    nickname = forms.CharField(max_length=40, required=False, strip=True)
    team = forms.ModelChoiceField(Team.objects.none(), required=False)

    def __init__(self, event: Event, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as given
        self.fields["team"].queryset = event.teams.all()  # type: ignore[attr-defined]  # a ModelChoiceField


@require_safe
def join_by_code(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("code", "")
    if not normalise_join_code(typed):
        return render(request, "labeling/joining/join_by_code.html")
    event = find_event(request, typed)
    if event is None:
        return render(request, "labeling/joining/join_by_code.html", {"typed": typed}, status=404)
    return redirect(event)


def join(request: HttpRequest, code: str) -> HttpResponseBase:
    # Only a POST creates a guest, so that link previews join nobody.
    event = find_event(request, code)
    if event is None:
        return render(request, "labeling/joining/unknown_code.html", {"code": code}, status=404)
    if not Event.objects.open().filter(pk=event.pk).exists():
        return render(request, "labeling/joining/event_not_open.html", {"event": event}, status=410)
    form = JoinForm(event, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _join(request, event, form)
    known = contributor_of(request)
    earlier = Participation.objects.filter(event=event, contributor=known).first() if known else None
    context = {
        "event": event,
        "campaign": event.campaign,
        "form": form,
        "known": known,
        "team": earlier.team_id if earlier else None,
    }
    return render(request, "labeling/joining/join.html", context)


def _join(request: HttpRequest, event: Event, form: JoinForm) -> HttpResponseBase:
    user = request.user if isinstance(request.user, User) else None
    contributor = contributor_of(request)
    count_guest(request, contributor)
    try:
        participation = join_event(event=event, contributor=contributor, user=user, **form.cleaned_data)
    except EventNotOpen:
        return render(request, "labeling/joining/event_not_open.html", {"event": event}, status=410)
    response = redirect("label", event.campaign.slug)
    if user is None:
        set_guest_cookie(response, participation.contributor)
    return response
