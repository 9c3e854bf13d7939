"""Errors of the API."""

from rest_framework import status
from rest_framework.exceptions import APIException


class Conflict(APIException):
    """409: the present state does not allow the request; `detail` says why."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
