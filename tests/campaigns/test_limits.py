"""Limits are counted in the database, fall with time, and know the client behind a proxy."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from campaigns.limits import (
    Limit,
    TooMany,
    address_of,
    count_or_refuse,
    forget_old_tallies,
    name_wait,
    refuse_beyond,
)
from campaigns.models import Tally

LIMIT = Limit("test", free=3, regain_s=10, longest_wait_s=35)


def use(times: int, who: str = "ann") -> None:
    for _ in range(times):
        LIMIT.count(who)


def wait_of(who: str = "ann") -> float:
    try:
        refuse_beyond([(LIMIT, who)], "Too many.")
    except TooMany as refusal:
        return refusal.wait_s
    return 0.0


def let_pass(seconds: float) -> None:
    Tally.objects.update(falls_from=F("falls_from") - timedelta(seconds=seconds))


def test_nobody_waits_within_the_limit(db: None) -> None:
    use(2)
    assert wait_of() == 0


def test_whoever_goes_on_waits_twice_as_long_each_time_up_to_the_longest(db: None) -> None:
    waits = []
    for _ in range(6):
        use(1)
        waits.append(round(wait_of()))
        let_pass(wait_of())
    assert waits == [0, 0, 10, 20, 35, 35]


def test_the_count_falls_with_time(db: None) -> None:
    use(3)
    let_pass(10 + 30)
    use(2)
    assert wait_of() == 0


def test_others_are_counted_apart(db: None) -> None:
    use(5)
    assert wait_of("bob") == 0


def test_several_counts_refuse_with_the_longest_wait(db: None) -> None:
    use(3)
    let_pass(wait_of())
    use(1)
    for _ in range(3):
        count_or_refuse([(LIMIT, "bob")], "Too many.")
    with pytest.raises(TooMany) as refusal:
        refuse_beyond([(LIMIT, "ann"), (LIMIT, "bob")], "Too many.")
    assert 15 < refusal.value.wait_s <= 20


def test_what_is_refused_is_not_counted(db: None) -> None:
    use(3)
    with pytest.raises(TooMany) as refusal:
        count_or_refuse([(LIMIT, "ann")], "Too many.")
    assert refusal.value.wait_s <= 10
    assert Tally.objects.get().level == pytest.approx(3, abs=0.1)


@pytest.mark.django_db(transaction=True)
def test_of_requests_at_the_same_time_no_more_pass_than_may() -> None:
    start, passed = threading.Barrier(12), []

    def ask() -> None:
        start.wait()
        if not LIMIT.count("ann"):
            passed.append(1)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == LIMIT.free


def test_no_address_is_stored(db: None) -> None:
    LIMIT.count("192.0.2.7")
    assert "192.0.2.7" not in str(Tally.objects.values_list().get())


def test_old_tallies_are_forgotten(db: None) -> None:
    use(1)
    let_pass(2 * 24 * 3600)
    use(1, "bob")
    forget_old_tallies()
    assert Tally.objects.count() == 1


@pytest.mark.parametrize(
    ("n_proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "10.0.0.2"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "", "10.0.0.2"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "nonsense", "unknown"),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Settings, n_proxies: int, forwarded: str, expected: str
) -> None:
    settings.N_PROXIES = n_proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert address_of(RequestFactory(REMOTE_ADDR="10.0.0.2").get("/", headers=headers)) == expected


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 second"), (20, "20 seconds"), (119, "2 minutes"), (301, "6 minutes")]
)
def test_a_wait_is_named_in_words(seconds: float, words: str) -> None:
    assert name_wait(seconds) == words
