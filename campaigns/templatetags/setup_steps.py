"""The steps of the setup, for templates."""

from django import template

from campaigns.models import CampaignDraft
from campaigns.setup.steps import Step, step_url, steps_of
from campaigns.setup.targets import STEPS, Target

register = template.Library()


@register.simple_tag
def steps_to_show(target: Target | None, step: str) -> list[Step]:
    return steps_of(target, step)


@register.simple_tag
def step_address(target: Target | None, step: str) -> str:
    return step_url(target, step)


@register.simple_tag
def step_before(target: Target | None, step: str) -> str:
    """Address of the step before this one; empty for the first."""
    steps = steps_of(target, step)
    here = next(one.number for one in steps if one.name == step)
    return step_url(target, steps[here - 2].name) if here > 1 else ""


@register.simple_tag
def step_after(target: Target, step: str) -> str:
    """Address of the step after this one; empty where it cannot be opened yet."""
    steps = steps_of(target, step)
    following = steps[next(one.number for one in steps if one.name == step)]
    return step_url(target, following.name)


@register.filter
def is_set_up(target: Target | None) -> bool:
    """Whether the journey is over, so that its pages are met without the steps."""
    return steps_of(target, "")[-1].is_done


@register.filter
def is_draft(target: Target | None) -> bool:
    return target is None or isinstance(target, CampaignDraft)


@register.filter
def is_settings_page(target: Target | None, step: str) -> bool:
    """Whether a campaign's part is changed later, outside the journey."""
    return step in STEPS and not is_draft(target)
