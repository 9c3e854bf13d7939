"""Shares as people read them."""

from django import template

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """0.834 becomes “83 %”; nothing becomes a dash."""
    return "–" if share is None else f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


@register.filter
def hundredths(share: float) -> str:
    """For drawing: 0..1 on a line of 100, whatever the language's decimal sign."""
    return f"{share * 100:.1f}"


@register.filter
def interval(low: float, high: float) -> str:
    """0.61 and 1.0 become “61–100 %”."""
    return f"{low * 100:.0f}–{percent(high)}"
