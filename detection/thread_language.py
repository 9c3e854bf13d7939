"""Django sets the language per thread, so a thread pool writes its error messages in the default language."""

from collections.abc import Callable
from typing import TypeVar

from django.utils import translation

Argument = TypeVar("Argument")
Result = TypeVar("Result")


def in_current_language(function: Callable[[Argument], Result]) -> Callable[[Argument], Result]:
    """Wrap `function` so that it runs in the language that is active now, whichever thread calls it."""
    language = translation.get_language()

    def translated(argument: Argument) -> Result:
        with translation.override(language):
            return function(argument)

    return translated
