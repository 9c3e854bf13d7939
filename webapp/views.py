"""The home page, the health check and the error pages."""

import sys

from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from campaigns.setup.permission import may_create
from imagery.messages import words_of
from imagery.uploads import UploadRefused
from labeling.joining.identity import visible_campaigns
from webapp.outages import DATABASE_ERRORS, RETRY_AFTER_S, describe_outage


def home(request: HttpRequest) -> HttpResponse:
    campaigns = visible_campaigns(request).filter(archived_at__isnull=True)
    context = {
        "campaigns": campaigns,
        "has_users": campaigns.exists() or User.objects.exists(),
        "may_create": may_create(request.user),
    }
    return render(request, "webapp/home.html", context)


def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DATABASE_ERRORS:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if _is_api(request):
        return JsonResponse({"detail": _("There is nothing at this address.")}, status=404)
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400; for an upload that was refused, its own status and words."""
    refused = isinstance(exception, UploadRefused)
    words = str(words_of(exception)) if refused else _("The request cannot be read. Go back and try again.")
    status = exception.status if isinstance(exception, UploadRefused) else 400
    if _is_api(request):
        return JsonResponse({"detail": words}, status=status)
    return HttpResponse(render_to_string("400.html", {"words": words}), status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 for an outage, 500 for a fault. Django calls it while the exception is being handled.

    The pages are rendered without the request, whose user and session would query the database again.
    """
    outage = describe_outage(sys.exc_info()[1])
    status = 503 if outage else 500
    headers = {"Retry-After": str(RETRY_AFTER_S)} if outage else {}
    if _is_api(request):
        fault = _("Something went wrong on our side. The error has been logged.")
        return JsonResponse({"detail": outage or fault}, status=status, headers=headers)
    page = render_to_string(f"{status}.html", {"words": outage})
    return HttpResponse(page, status=status, headers=headers)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
