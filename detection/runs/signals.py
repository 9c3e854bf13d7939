"""What packages above are told about findings."""

from django.dispatch import Signal

scores_changed = Signal()
"""Sent when probabilities of a finished `run` were taken back, in the same transaction."""

findings_changed = Signal()
"""Sent in the transaction in which findings of `run` changed their shape or their place. `detection_ids` are
theirs; None means any of them."""
