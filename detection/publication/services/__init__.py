"""Writes of what the public sees."""

from detection.publication.services.answer_report import answer_report
from detection.publication.services.publish_release import publish_release
from detection.publication.services.report_error import report_error

__all__ = ["answer_report", "publish_release", "report_error"]
