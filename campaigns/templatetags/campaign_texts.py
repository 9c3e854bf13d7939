"""Texts that were frozen in every language, for templates."""

from collections.abc import Mapping

from django import template

from imagery.messages import ByLanguage

register = template.Library()


@register.filter
def in_readers_language(texts: Mapping[str, str] | None) -> str:
    return str(ByLanguage(texts or {}))
