"""Errors of rules that are tried on finished searches. Their messages are shown to people."""

from detection.errors import DetectionError


class RuleError(DetectionError):
    """Base of these errors."""


class NotPrepared(RuleError):
    """The search is under way, or its candidates have not been gathered yet."""


class BadRule(RuleError):
    """The rule asks for superpixels that were not kept, or says the same as the one in force."""
