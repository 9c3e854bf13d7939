"""Static files as production serves them: hashed, with no broken reference between them."""

from pathlib import Path

from django.core.management import call_command
from pytest_django.fixtures import Settings

# Compressing thousands of other people's files takes a minute, and tells nothing about ours.
EVERY_EXTENSION = ["css", "js", "mjs", "map", "json", "svg", "html", "txt", "md", "ttf", "eot", "otf", "xml"]


def test_collectstatic_finds_all_that_styles_and_modules_refer_to(settings: Settings, tmp_path: Path) -> None:
    storage = {"BACKEND": "webapp.static_storage.HashedStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = EVERY_EXTENSION
    call_command("collectstatic", "--noinput", verbosity=0)
    assert list((tmp_path / "css").glob("base.????????????.css"))
    modules = list((tmp_path / "js").rglob("*.????????????.js"))
    assert modules
    for module in modules:
        for line in module.read_text().splitlines():
            if line.startswith("import ") and "./" in line:
                assert line.count(".") > 2, f"{module.name} imports a name without a hash: {line}"
