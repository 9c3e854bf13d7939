"""How the API refuses what the state of the world forbids."""

from rest_framework import status
from rest_framework.exceptions import APIException


class Conflict(APIException):
    """409 with the reason in words."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
