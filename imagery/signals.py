"""What imagery tells the packages above it, which it does not know."""

from django.dispatch import Signal

data_lost = Signal()
"""Superpixels of a `tile` that was cut before can no longer be looked at: parts of it have proved to hold no
imagery, or its picture cannot be had again. Sent in the transaction that stores it, in a worker."""
