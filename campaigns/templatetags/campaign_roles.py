"""A person's role, for templates."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from campaigns.models import Campaign
from campaigns.roles import role_in

register = template.Library()


@register.simple_tag(takes_context=True)
def role_of_reader(context: dict[str, Any], campaign: Campaign) -> str:
    role = role_in(context.get("user") or AnonymousUser(), campaign)
    return str(role) if role else ""
