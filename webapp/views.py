"""Pages that belong to no app."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from campaigns.models import Campaign


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "webapp/home.html", {"campaigns": Campaign.objects.all()})


def health(request: HttpRequest) -> JsonResponse:
    """For health checks: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
