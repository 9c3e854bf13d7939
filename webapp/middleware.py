"""What every page's request passes through."""

import math
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from campaigns.limits import TooMany, name_wait


class RefuseTooMany:
    """Answers 429 with a page that says how long to wait when a view raised TooMany."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooMany):
            return None
        context = {"words": str(exception), "wait": name_wait(exception.wait_s)}
        response = render(request, "429.html", context, status=429)
        response["Retry-After"] = str(math.ceil(exception.wait_s))
        return response
