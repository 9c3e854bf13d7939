from collections.abc import Iterable

from django.db import transaction

from labeling.models import Event, Team


@transaction.atomic
def save_event(*, event: Event, teams: Iterable[str]) -> Event:
    event.save()
    names = list(dict.fromkeys(name for given in teams if (name := given.strip()[:40])))
    event.teams.exclude(name__in=names).delete()
    known = set(event.teams.values_list("name", flat=True))
    Team.objects.bulk_create(Team(event=event, name=name) for name in names if name not in known)
    return event
