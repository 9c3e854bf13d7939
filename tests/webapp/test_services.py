"""The test servers are real."""

from urllib.parse import urlsplit

import psycopg
import redis


def test_redis_stores_values(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        client.set("place", "Olevsk")
        assert client.get("place") == "Olevsk"


def test_each_test_gets_an_empty_postgresql_database_of_its_own(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute(
            "SELECT current_database(), count(*) FROM pg_tables WHERE schemaname = 'public'"
        )
        assert row.fetchone() == (urlsplit(postgres_url).path.lstrip("/"), 0)
