"""What the commands about a campaign share: their arguments, their answers, and watching a job."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.errors import CampaignError
from campaigns.management.campaigns import find_campaign
from campaigns.models import Campaign, Job
from campaigns.services.outages import OUTAGES

POLL_S = 0.5
BAR_WIDTH = 30


class CampaignCommand(BaseCommand):
    """A command about one campaign. What is refused is said in words, with exit code 1; with `--json` the
    answer is one JSON object on standard output."""

    refusals: tuple[type[Exception], ...] = ()
    """Errors, besides those of campaigns, whose messages are for the person at the terminal."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", metavar="CAMPAIGN", help="its short name, as in the address")
        parser.add_argument("--json", action="store_true", help="answer with JSON, and draw no progress")

    def handle(self, *args: Any, **options: Any) -> None:
        refused: tuple[type[Exception], ...] = (CampaignError, *self.refusals)
        try:
            answer = self.answer(find_campaign(options["campaign"]), options)
        except refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OUTAGES as outage:
            raise CommandError(
                f"The database does not answer: {outage}. Start it, or check LANDSCAR_DATABASE_URL."
            ) from outage
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
        else:
            self.stdout.write(self.in_words(answer))

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError  # each command answers for itself

    def in_words(self, answer: Mapping[str, Any]) -> str:
        raise NotImplementedError  # and puts its own answer into words

    def follow(self, job: Job, options: Mapping[str, Any]) -> None:
        """After a job was queued: wait for its end if `--wait` asks for it. Raises CommandError when it could
        not be queued, or did not succeed."""
        job.refresh_from_db()
        if job.state == Job.State.FAILED:
            raise CommandError(job.failure)
        if options["wait"]:
            self.watch(job, quiet=options["json"])

    def watch(self, job: Job, *, quiet: bool) -> None:
        """Wait until the job ends; a terminal sees a bar. Ctrl+C ends the watching and not the work. Raises
        CommandError when the job fails or is stopped."""
        try:
            for done, total in _progress_of(job):
                if not quiet:
                    self._draw(job, done, total)
        except KeyboardInterrupt:
            raise CommandError("Stopped watching. The work goes on.", returncode=130) from None
        finally:
            if not quiet and self.stderr.isatty():
                self.stderr.write("")  # a new line after the bar
        if job.state != Job.State.SUCCEEDED:
            reason = job.failure or job.get_state_display()
            raise CommandError(f"“{job.get_kind_display()}” did not succeed: {reason}")

    def _draw(self, job: Job, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r\033[K{progress_line(job, done, total)}", style_func=str, ending="")
            self.stderr.flush()


def progress_line(job: Job, done: int, total: int) -> str:
    """A bar, the counts, the pace and the time left, as far as they are known."""
    filled = BAR_WIDTH * done // total if total else 0
    bar = "█" * filled + "░" * (BAR_WIDTH - filled)
    parts = [job.get_kind_display(), bar, f"{done}/{total}" if total else str(job.message)]
    seconds = (timezone.now() - job.started_at).total_seconds() if job.started_at else 0.0
    if done and total > done and seconds > 0:
        pace = done / seconds
        parts.append(f"{pace:.1f}/s, {in_clock((total - done) / pace)} left")
    return "  ".join(parts)


def in_clock(seconds: float) -> str:
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


def describe_job(job: Job) -> dict[str, Any]:
    return {
        "job": job.pk,
        "kind": job.kind,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "message": job.message,
        "failure": job.failure,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }


def add_wait(parser: ArgumentParser) -> None:
    parser.add_argument("--wait", action="store_true", help="wait until it has ended")


def add_as(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--as", dest="user", metavar="USER", help="the account in whose name it is done (default: nobody's)"
    )


def find_user(name: str | None) -> User | None:
    if not name:
        return None
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no account named “{name}”.")
    return user


def _progress_of(job: Job) -> Iterator[tuple[int, int]]:
    while True:
        job.refresh_from_db()
        yield job.done, job.total
        if not job.is_active:
            return
        time.sleep(POLL_S)
