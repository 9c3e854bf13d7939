"""Failures that are told in threads are told in the language of who waits for them."""

from collections.abc import Callable
from typing import TypeVar

from django.utils import translation

Given = TypeVar("Given")
Made = TypeVar("Made")


def in_this_language(work: Callable[[Given], Made]) -> Callable[[Given], Made]:
    """`work` for a thread pool: Django knows the language of the thread that queued it alone."""
    language = translation.get_language()

    def translated(item: Given) -> Made:
        with translation.override(language):
            return work(item)

    return translated
