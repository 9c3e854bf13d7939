#!/usr/bin/env python
"""Landscar's administration commands."""

import os
import sys


def main() -> None:
    is_demo = sys.argv[1:2] == ["demo"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"webapp.settings.{'demo' if is_demo else 'local'}")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
