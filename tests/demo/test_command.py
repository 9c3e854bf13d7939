"""`make demo` hands on PORT, which is empty where nobody has set it."""

import pytest

from demo.management.commands.demo import Command


@pytest.mark.parametrize(("given", "port"), [("", 8000), ("8011", 8011)])
def test_the_port_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, given: str, port: int) -> None:
    monkeypatch.setenv("PORT", given)
    assert Command().create_parser("manage.py", "demo").parse_args([]).port == port
