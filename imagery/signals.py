"""What imagery tells the packages above it, which it does not know."""

from django.dispatch import Signal

data_lost = Signal()
"""Superpixels of a `tile` that was cut before have proved to hold no imagery. Sent in the transaction that
stores it, in a worker."""
