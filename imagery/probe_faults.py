"""Where on the page a person can mend what went wrong."""

from django.core.exceptions import ValidationError

from imagery.errors import KeyRefused
from imagery.messages import Words
from imagery.models import SourceProbe
from imagery.source_kinds import FILE_KINDS

FIELDS = {"url": "address", "subdomains": "address", "path": "file"}
FIELDS |= dict.fromkeys(["layer", "style", "matrix_set", "time"], "layer")


def field_of(error: Exception, probe: SourceProbe) -> str:
    """Where an error that came up while looking belongs: key, file, layer or address."""
    if isinstance(error, KeyRefused):
        return "key"
    if probe.upload or probe.fields.get("kind") in FILE_KINDS:
        return "file"
    return "address"


def words_of_fault(error: ValidationError) -> tuple[Words, str]:
    """The first fault of a source's columns, and where it belongs."""
    if not hasattr(error, "error_dict"):
        return error.messages[0], "address"
    name, messages = next(iter(error.message_dict.items()))
    return messages[0], FIELDS.get(name, "address")
