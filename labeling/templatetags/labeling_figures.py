"""Shares as people read them."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


@register.filter
def hundredths(share: float) -> str:
    """For an attribute: with a decimal point, whatever the reader's language."""
    return f"{share * 100:.1f}"


@register.filter
def tenths_of_percent(share: float) -> str:
    """For people: `2.1`, or `2,1` in Ukrainian."""
    return number_format(share * 100, 1)


@register.filter
def interval(low: float, high: float) -> str:
    return f"{low * 100:.0f}–{percent(high)}"
