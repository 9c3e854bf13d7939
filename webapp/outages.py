"""Messages for when the database or the broker does not answer."""

import django.db
import kombu.exceptions
import redis.exceptions
from django.utils.translation import gettext as _

RETRY_AFTER_S = 5

DATABASE_ERRORS = (django.db.OperationalError, django.db.InterfaceError)
BROKER_ERRORS = (kombu.exceptions.OperationalError, redis.exceptions.ConnectionError)


def describe_outage(exception: BaseException | None) -> str | None:
    if isinstance(exception, DATABASE_ERRORS):
        return _("The database does not answer, or is too busy. Nothing was saved. Try again in a moment.")
    if isinstance(exception, BROKER_ERRORS):
        return _(
            "The task queue cannot be reached, so nothing was started. "
            "Nothing is lost: try again once the broker is up."
        )
    return None
