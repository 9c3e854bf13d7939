"""Shares as people read them."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


@register.filter
def hundredths(share: float) -> str:
    return number_format(round(share * 100, 1), decimal_pos=1)


@register.filter
def interval(low: float, high: float) -> str:
    return f"{low * 100:.0f}–{percent(high)}"
