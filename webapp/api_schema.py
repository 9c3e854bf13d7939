"""Parts of the OpenAPI schema that drf-spectacular cannot derive."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from labeling.joining.identity import COOKIE


class GuestOrMember(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its base registers untyped
    """Labelling accepts an account's session or a guest's cookie."""

    target_class = "labeling.joining.identity.ContributorAuthentication"
    name = "guestCookie"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": COOKIE}

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[Any]]]:
        return [{"cookieAuth": []}, {"guestCookie": []}]
