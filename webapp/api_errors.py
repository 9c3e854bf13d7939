"""Errors of the API: outages and failed validation."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from campaigns.api_errors import Conflict
from campaigns.errors import CampaignArchived
from campaigns.limits import TooMany
from imagery.messages import words_of
from imagery.uploads import UploadRefused
from webapp.outages import RETRY_AFTER_S, describe_outage

logger = logging.getLogger(__name__)


class OutsideServiceDown(exceptions.APIException):
    """503: the database or the broker does not answer."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"
    wait = RETRY_AFTER_S  # exception_handler turns it into Retry-After


class FileRefused(exceptions.APIException):
    """413 for an upload that is too large, 507 when there is no room for it."""

    def __init__(self, refusal: UploadRefused) -> None:
        super().__init__({"file": [str(words_of(refusal))]})
        self.status_code = refusal.status


def answer_api_error(exception: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's handler, with 503 for an outage, 429 for a used-up limit, 400 for a model's
    ValidationError and 409 for what an archived campaign refuses."""
    if message := describe_outage(exception):
        logger.error("%s: %s", context["request"].path, exception)
        exception = OutsideServiceDown(message)
    elif isinstance(exception, TooMany):
        exception = exceptions.Throttled(exception.wait_s, str(exception))
    elif isinstance(exception, UploadRefused):
        exception = FileRefused(exception)
    elif isinstance(exception, ValidationError):
        exception = exceptions.ValidationError(_messages_of(exception))
    elif isinstance(exception, CampaignArchived):
        exception = Conflict(str(exception))
    return exception_handler(exception, context)


def _messages_of(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"detail": error.messages}
