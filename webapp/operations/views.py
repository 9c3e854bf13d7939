"""For operators: how the installation is, as a page, as JSON and as metrics."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import choose_encoder

from webapp.operations.access import for_operators
from webapp.operations.checks import State, all_checks, worst
from webapp.operations.metrics import make_registry


@require_safe
@never_cache
@for_operators
def operations(request: HttpRequest) -> HttpResponse:
    checks = all_checks()
    context = {"checks": checks, "worst": worst(checks), "now": timezone.now()}
    return render(request, "webapp/operations.html", context)


@require_safe
@never_cache
@for_operators
def health_details(request: HttpRequest) -> JsonResponse:
    """200, or 503 when something is broken."""
    checks = all_checks()
    state = worst(checks)
    parts = {
        check.name: {"state": check.state, "found": check.found, "advice": check.advice, **check.facts}
        for check in checks
    }
    status = 503 if state == State.PROBLEM else 200
    return JsonResponse({"status": state, "checks": parts}, status=status)


@require_safe
@never_cache
@for_operators
def metrics(request: HttpRequest) -> HttpResponse:
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(make_registry()), content_type=content_type)
