"""The settings of `make demo`: those of one machine, in a folder of its own."""

import os

from webapp.settings.environment import PROJECT_ROOT

os.environ.setdefault("LANDSCAR_DATA_ROOT", str(PROJECT_ROOT / "var"))

from webapp.settings.local import *  # noqa: F403 - after the folder is known
from webapp.settings.local import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
