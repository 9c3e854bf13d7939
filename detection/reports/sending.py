"""A report on its way in: which form it uses, and whether a person sent it."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from campaigns.limits import Limit, address_of, count_or_refuse, device_of
from detection.publication.models import Release
from detection.reports import proof
from detection.reports.forms import MissedForm, ReportForm, WrongForm
from detection.reports.models import ReaderReport
from detection.reports.services.send_report import send_report
from detection.reports.tickets import remember

OF_DEVICE = Limit("reports-device", free=10, regain_s=360, longest_wait_s=1800)
OF_ADDRESS = Limit("reports-address", free=100, regain_s=20)
"""So high that a newsroom behind one address is not locked out."""
WITHOUT_PROOF = Limit("reports-no-proof", free=2, regain_s=1800, longest_wait_s=3600)
"""Of an address, for browsers without JavaScript."""


def begin(request: HttpRequest, release: Release) -> ReportForm:
    """The form that was asked for or sent. One that was sent with a bad proof of work has an error."""
    given = request.POST or request.GET
    is_missed = given.get("kind") == ReaderReport.Kind.MISSED or _is_point(request)
    form_class = MissedForm if is_missed else WrongForm
    initial = request.GET.dict()
    initial["number"] = initial.get("place", "")
    form = form_class(request.POST or None, release=release, initial=initial)
    if request.POST.get("nonce"):
        _check(form, lambda: proof.check_proof(request.POST.get("challenge", ""), request.POST["nonce"]))
    return form


def _is_point(request: HttpRequest) -> bool:
    return not request.POST and "lng" in request.GET and "place" not in request.GET


def receive(request: HttpRequest, form: ReportForm) -> ReaderReport | None:
    """Store the report of a valid form; None, and an error on the form, when its proof of work was used
    before. Raises TooMany for a device or an address that has sent too many."""
    nonce = request.POST.get("nonce")
    if nonce and not _check(form, lambda: proof.use_up(request.POST["challenge"])):
        return None
    _count(request, has_proof=bool(nonce))
    report = _store(form)
    remember(request, report)
    return report


def _check(form: ReportForm, prove: Callable[[], None]) -> bool:
    try:
        prove()
    except proof.ProofRefused as error:
        form.add_error(None, str(error))
        return False
    return True


def _count(request: HttpRequest, has_proof: bool) -> None:
    address = address_of(request)
    senders = [(OF_DEVICE, device_of(request) or address), (OF_ADDRESS, address)]
    words = _("Too many reports came from here, so this one was not sent. Go back to keep its text.")
    count_or_refuse(senders if has_proof else [(WITHOUT_PROOF, address), *senders], words)


def _store(form: ReportForm) -> ReaderReport:
    data, (lng, lat) = form.cleaned_data, form.spot
    return send_report(
        release=form.release,
        kind=form.kind,
        reason=data.get("reason", ""),
        text=data["text"],
        contact=data["contact"],
        place=form.place,
        lng=lng,
        lat=lat,
        shape=form.shape,
    )
