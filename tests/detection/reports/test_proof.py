"""Proof of work: what a browser has to show before its report is taken at the usual pace."""

import hashlib

import pytest
from django.core import signing
from django.test import Client

from detection.models import ReaderReport, Release
from detection.reports import proof
from tests.factories_reports import proven, solve

REPORT = "/c/amber/map/report/"
WRONG = {"kind": "wrong", "number": "1", "reason": "no_scar", "text": "A pond"}


def test_a_proof_is_a_hash_that_begins_with_zeros() -> None:
    found = proven()
    proof.check_proof(found["challenge"], found["nonce"])
    bits = bin(int(hashlib.sha256(f"{found['challenge']}:{found['nonce']}".encode()).hexdigest(), 16))[2:]
    assert len(bits) <= 256 - proof.BITS


@pytest.mark.parametrize("nonce", ["-1", "1e3", "1" * 16, "１", ""])
def test_a_nonce_is_a_short_number(monkeypatch: pytest.MonkeyPatch, nonce: str) -> None:
    monkeypatch.setattr(proof, "BITS", 0)
    with pytest.raises(proof.ProofRefused):
        proof.check_proof(proof.new_challenge(), nonce)


def wrong_nonce(challenge: str) -> str:
    return next(str(n) for n in range(99) if proof.leading_zeros(f"{challenge}:{n}") < proof.BITS)


def test_a_wrong_nonce_sends_nothing_and_keeps_the_text(release: Release, client: Client) -> None:
    challenge = proof.new_challenge()
    sent = WRONG | {"challenge": challenge, "nonce": wrong_nonce(challenge)}
    page = client.post(REPORT, sent).content.decode()
    assert "did not work out" in page and "A pond" in page
    assert challenge not in page, "the page needs a fresh challenge"
    assert not ReaderReport.objects.exists()


def test_a_challenge_that_we_did_not_make_is_refused(release: Release, client: Client) -> None:
    forged = solve(signing.TimestampSigner(salt="another").sign("mine"))
    assert "did not work out" in client.post(REPORT, WRONG | forged).content.decode()
    assert not ReaderReport.objects.exists()


def test_a_challenge_works_once(release: Release, client: Client) -> None:
    found = proven()
    assert client.post(REPORT, WRONG | found).status_code == 302
    again = Client().post(REPORT, WRONG | found | {"text": "Another"})
    assert "has sent a report already" in again.content.decode()
    assert ReaderReport.objects.count() == 1


def test_a_form_with_a_mistake_does_not_use_the_challenge_up(release: Release, client: Client) -> None:
    found = proven()
    assert "errorlist" in client.post(REPORT, WRONG | found | {"text": ""}).content.decode()
    assert client.post(REPORT, WRONG | found).status_code == 302


def test_an_expired_challenge_is_refused(
    release: Release, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = proven()
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + proof.LIFETIME_S + 2)
    assert "open for over an hour" in client.post(REPORT, WRONG | found).content.decode()
    assert not ReaderReport.objects.exists()
