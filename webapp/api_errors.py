"""How the API says that something went wrong."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler


def answer_api_error(exception: Exception, context: dict[str, Any]) -> Response | None:
    return exception_handler(exception, context)
