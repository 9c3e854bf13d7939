"""A timestamp (RFC 3161) for the checksums of a release: an outside authority says that they existed then.

The file is the authority's whole answer, as `openssl ts -verify` reads it.
"""

from pathlib import Path

import httpx2
from django.conf import settings
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response
from rfc3161_client.tsp import PKIStatus

from detection.publication.errors import FileNotMade
from imagery.messages import message as _

TIMEOUT_S = 20
MAX_BYTES = 64 * 1024
HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


def write_timestamp(content: bytes, target: Path) -> None:
    """Raises FileNotMade when the authority cannot be reached, refuses, or answers for something else."""
    wanted = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        answer = _ask(wanted.as_bytes())
        found = decode_timestamp_response(answer)
        if PKIStatus(found.status) not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
            raise ValueError(", ".join(found.status_string) or str(PKIStatus(found.status)))
        imprint = found.tst_info.message_imprint.message
        if (found.tst_info.nonce, imprint) != (wanted.nonce, wanted.message_imprint.message):
            raise ValueError("it answers for something else")
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise FileNotMade(
            _("The timestamp authority at %(address)s gave no timestamp: %(reason)s")
            % {"address": settings.TIMESTAMP_URL, "reason": str(error)[:300]}
        ) from error
    target.write_bytes(answer)


def _ask(request: bytes) -> bytes:
    address = settings.TIMESTAMP_URL
    with httpx2.stream("POST", address, content=request, headers=HEADERS, timeout=TIMEOUT_S) as answer:
        answer.raise_for_status()
        content = b""
        for piece in answer.iter_bytes():
            content += piece
            if len(content) > MAX_BYTES:
                raise ValueError(f"more than {MAX_BYTES} bytes")
    return content
