"""The Ukrainian catalogue contains every text of the pages and scripts, in every plural form."""

import io
import json
import re
import runpy
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.test import Client
from django.utils.translation.template import templatize
from pytest_django import Settings

from campaigns.models import Campaign

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("campaigns", "demo", "detection", "imagery", "labeling", "webapp")
CATALOGUES = ROOT / "locale/uk/LC_MESSAGES"
DOMAINS = ("django", "djangojs")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*[sdf]|%[sd]|\{-?\w+\}")
Key = tuple[str | None, tuple[str, ...]]
"""Context, then the string and its plural if it has one."""


def read_catalogue(domain: str) -> Catalog:
    with (CATALOGUES / f"{domain}.po").open("rb") as file:
        return read_po(file)


def messages(domain: str) -> list[Message]:
    return [message for message in read_catalogue(domain) if message.id]


def forms(strings: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (strings,) if isinstance(strings, str) else tuple(strings or ())


def texts_in(text: str, language: str) -> Iterator[Key]:
    source = io.BytesIO(text.encode())
    options = {"parse_template_string": True}
    for _line, found, _comments, context in extract(language, source, KEYWORDS, options=options):
        yield context, forms(found)


def template_as_python(text: str) -> str:
    """The template as Django extracts it, without indentation, which Python's tokenizer would reject."""
    return "\n".join(line.strip() for line in templatize(text).splitlines())


def texts_of_pages() -> set[Key]:
    texts: set[Key] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            texts.update(texts_in(path.read_text(), "python"))
        for path in [*(ROOT / package).rglob("*.html"), *(ROOT / package).rglob("templates/**/*.txt")]:
            texts.update(texts_in(template_as_python(path.read_text()), "python"))
    return texts


def texts_of_scripts() -> set[Key]:
    modules = (path for path in (ROOT / "static/js").rglob("*.js") if "vendor" not in path.parts)
    return {key for path in modules for key in texts_in(path.read_text(), "javascript")}


def texts_of_domain(domain: str) -> set[Key]:
    return texts_of_pages() if domain == "django" else texts_of_scripts()


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_catalogue_contains_exactly_the_texts_in_use(domain: str) -> None:
    texts = texts_of_domain(domain)
    known = {(message.context, forms(message.id)) for message in messages(domain)}

    assert len(texts) > 20, "The scan found next to nothing: it is broken."
    assert sorted(map(str, texts - known)) == [], "Run `make messages`, then translate these."
    assert sorted(map(str, known - texts)) == [], "Nothing says these any more: run `make messages`."


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_string_is_translated_in_every_form(domain: str) -> None:
    catalogue = read_catalogue(domain)
    accepted = {False: 1, True: catalogue.num_plurals}
    gaps = [
        message.id
        for message in messages(domain)
        if message.fuzzy
        or len(forms(message.string)) != accepted[message.pluralizable]
        or not all(form.strip() for form in forms(message.string))
    ]

    assert catalogue.num_plurals == 4
    assert gaps == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_translations_use_the_same_placeholders(domain: str) -> None:
    """A plural form may omit its number where the English form does."""
    wrong = []
    for message in messages(domain):
        allowed = [Counter(PLACEHOLDER.findall(source)) for source in forms(message.id)]
        wrong += [form for form in forms(message.string) if Counter(PLACEHOLDER.findall(form)) not in allowed]

    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_translations_are_written_in_ukrainian_letters(domain: str) -> None:
    russian = [message.id for message in messages(domain) if re.search("[ыэъёЫЭЪЁ]", str(message.string))]

    assert russian == []


@pytest.fixture
def compiled(settings: Settings, tmp_path: Path) -> None:
    """The catalogues, compiled from the sources."""
    folder = tmp_path / "uk/LC_MESSAGES"
    shutil.copytree(CATALOGUES, folder, ignore=shutil.ignore_patterns("*.mo"))
    compile_catalogue = runpy.run_path(str(ROOT / "scripts/compile_messages.py"))["compile_catalogue"]
    for domain in DOMAINS:
        compile_catalogue(folder / f"{domain}.po")
    settings.LOCALE_PATHS = [tmp_path]


@pytest.mark.django_db
@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(("accepted", "heading"), [("uk-UA,en;q=0.5", "Шрами на землі"), ("de", "Scars on")])
def test_a_page_is_in_the_browsers_language(client: Client, accepted: str, heading: str) -> None:
    assert heading in client.get("/", headers={"accept-language": accepted}).text


@pytest.mark.django_db
@pytest.mark.usefixtures("compiled")
def test_the_language_switch_overrides_the_browsers_language(client: Client, campaign: Campaign) -> None:
    page = campaign.get_absolute_url()
    answer = client.post("/i18n/setlang/", {"language": "uk", "next": page})

    assert answer["Location"] == page
    text = client.get(page, headers={"accept-language": "en"}).text
    assert '<html lang="uk">' in text
    assert "Вхід для редакторів" in text


@pytest.mark.usefixtures("compiled")
def test_scripts_get_their_translations(client: Client) -> None:
    catalogue = client.get("/jsi18n/", headers={"accept-language": "uk"}).text

    assert json.dumps("Місце %s")[1:-1] in catalogue
