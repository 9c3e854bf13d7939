"""Writes of editors' decisions."""

from detection.review.services.record_review import record_review
from detection.review.services.undo_review import undo_review

__all__ = ["record_review", "undo_review"]
