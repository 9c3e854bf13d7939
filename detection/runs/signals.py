"""What packages above are told about findings."""

from django.dispatch import Signal

findings_changed = Signal()
"""Sent in the transaction in which findings of `run` changed their shape or their place. `detection_ids` are
theirs; None means any of them."""
