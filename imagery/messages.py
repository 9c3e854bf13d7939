"""Messages that are stored and read later, each time in the reader's language.

A task that writes `gettext("...")` on a row stores one language for everybody. A `Message` keeps the English
text and its parameters, and `str()` translates it into the language active at that moment. Modules that raise
errors or report on jobs import `message as _`, so `makemessages` collects their texts as usual.

It is here because tiles and their readers store failures, and this is the lowest package that knows Django.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise


@dataclass(frozen=True)
class Message:
    """A text by its English wording; equal when wording and parameters are."""

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Of `%(name)s` in the text: strings, numbers, texts by language, other messages, or lists of these,
    joined with spaces."""
    plural: str = ""
    """The wording for more than one; the number that decides is the parameter `count`."""

    def __mod__(self, params: Mapping[str, Any]) -> "Message":
        return Message(self.msgid, {name: _storable(value) for name, value in params.items()}, self.plural)

    def __str__(self) -> str:
        if self.plural:
            text = translation.ngettext(self.msgid, self.plural, self.params["count"])
        else:
            text = translation.gettext(self.msgid)
        return text % {name: _shown(value) for name, value in self.params.items()} if self.params else text


@dataclass(frozen=True)
class ByLanguage:
    """A text that people wrote in several languages, by language code. It may be a parameter of a message."""

    texts: Mapping[str, str] = field(hash=False)

    def __str__(self) -> str:
        """The reader's language, or else the first of LANGUAGES in which there is a text."""
        reader = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
        order = [reader, *(code for code, _name in settings.LANGUAGES)]
        return next((self.texts[code] for code in order if self.texts.get(code)), "")


Words: TypeAlias = Message | str
"""What may be stored: a plain string is shown as it is, in whatever language it was written."""


def message(msgid: str) -> Message:
    return Message(msgid)


def plural_message(msgid: str, plural: str, count: int) -> Message:
    """Named `ngettext` where it is imported, so that `makemessages` finds the text."""
    return Message(msgid, {"count": count}, plural)


def words_of(error: BaseException) -> Words:
    """What an error says, translatable where it was raised with a message.

    httpx2 wraps what a transport raises and repeats its text; the message is then on the cause.
    """
    said = error.args[0] if error.args else None
    if isinstance(said, Message):
        return said
    if error.__cause__ is not None and str(error) and str(error.__cause__) == str(error):
        return words_of(error.__cause__)
    return str(error)


def words_with_kind(error: BaseException) -> Message:
    """The same for an error that nobody foresaw: the name of its class says more than its text."""
    return Message("%(kind)s: %(error)s") % {"kind": type(error).__name__, "error": error}


def shortened(words: Words, limit: int) -> Words:
    """With no string longer than `limit` characters, so that a server's answer does not fill the database."""
    if isinstance(words, str):
        return words[:limit]
    params = {
        name: shortened(value, limit) if isinstance(value, Message | str) else value
        for name, value in words.params.items()
    }
    return Message(words.msgid, params, words.plural)


class MessageField(models.JSONField):
    """A column of `Words`. Models show it through a property that gives `str()` of it."""

    def __init__(self, **options: Any) -> None:
        defaults: dict[str, Any] = {"default": str, "blank": True, "editable": False}
        super().__init__(**defaults | options)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(to_json(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return from_json(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Any:
        return from_json(value)

    def value_to_string(self, obj: models.Model) -> Any:
        return to_json(self.value_from_object(obj))


def _storable(value: Any) -> Any:
    if isinstance(value, BaseException):
        return words_of(value)
    if isinstance(value, Promise):
        with translation.override(None):
            return Message(str(value))
    if isinstance(value, list | tuple):
        return [_storable(one) for one in value]
    return value if isinstance(value, Message | ByLanguage | str | int | float | None) else str(value)


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return str(value) if isinstance(value, Message | ByLanguage) else value


def to_json(value: Any) -> Any:
    if isinstance(value, list):
        return [to_json(one) for one in value]
    if isinstance(value, ByLanguage):
        return {"texts": dict(value.texts)}
    if not isinstance(value, Message):
        return value
    stored: dict[str, Any] = {"msgid": value.msgid}
    if value.params:
        stored["params"] = {name: to_json(param) for name, param in value.params.items()}
    return stored | ({"plural": value.plural} if value.plural else {})


def from_json(value: Any) -> Any:
    if isinstance(value, list):
        return [from_json(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "texts" in value:
        return ByLanguage(value["texts"])
    params = {name: from_json(param) for name, param in value.get("params", {}).items()}
    return Message(value["msgid"], params, value.get("plural", ""))
