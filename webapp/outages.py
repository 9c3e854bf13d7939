"""What to say when a server that Landscar stands on does not answer."""

import django.db
import kombu.exceptions
import redis.exceptions
from django.utils.translation import gettext as _

RETRY_AFTER_S = 5

DATABASE_ERRORS = (django.db.OperationalError, django.db.InterfaceError)
BROKER_ERRORS = (kombu.exceptions.OperationalError, redis.exceptions.ConnectionError)


def outage_in_words(exception: BaseException | None) -> str | None:
    """What the person should know; None when the exception is no outage but a fault of ours."""
    if isinstance(exception, DATABASE_ERRORS):
        return _(
            "The database does not answer, or is too busy. Nothing of this was saved. Try again in a moment."
        )
    if isinstance(exception, BROKER_ERRORS):
        return _(
            "The queue that hands work to the workers cannot be reached, so this was not started. "
            "Nothing is lost: try again once the broker is up."
        )
    return None
