"""Proof of work: a browser computes for about a second before it sends a report. That makes sending thousands
dear, costs a person nothing, and no third party sees anything.

The browser finds a nonce so that the SHA-256 of "challenge:nonce" begins with `BITS` zero bits
(`static/js/core/proof_of_work.js`).
"""

import hashlib
import re
import secrets

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext as _

from campaigns.limits import Limit

BITS = 18
"""About 260,000 hashes on average."""
LIFETIME_S = 3600
ONCE = Limit("proof", free=1, regain_s=LIFETIME_S, longest_wait_s=LIFETIME_S)
"""A challenge is used up in the database: web processes share no cache."""
NONCE = re.compile(r"[0-9]{1,15}")


class ProofRefused(Exception):
    """The message is shown."""


def new_challenge() -> str:
    return _signer().sign(secrets.token_urlsafe(12))


def check_proof(challenge: str, nonce: str) -> None:
    """Raises ProofRefused. Does not use the challenge up."""
    try:
        _signer().unsign(challenge, max_age=LIFETIME_S)
    except SignatureExpired as error:
        raise ProofRefused(_("This page was open for over an hour. Please send it once more.")) from error
    except BadSignature as error:
        raise ProofRefused(_failed()) from error
    if not NONCE.fullmatch(nonce) or leading_zeros(f"{challenge}:{nonce}") < BITS:
        raise ProofRefused(_failed())


def use_up(challenge: str) -> None:
    """Raises ProofRefused for a challenge that was used before, also by a request at the same time."""
    if ONCE.count(challenge):
        raise ProofRefused(_("This page has sent a report already. Please send it once more."))


def leading_zeros(text: str) -> int:
    digest = hashlib.sha256(text.encode()).digest()
    return 256 - int.from_bytes(digest, "big").bit_length()


def _failed() -> str:
    return _("Your browser’s proof that it is no spam program did not work out. Please send it once more.")


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="detection.reports.proof")
