"""What the pages' own attributes may say: see static/js/core/controllers.js."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
CONTROLLERS = {name for script in SCRIPTS for name in re.findall(r'register\("([\w-]+)"', script.read_text())}
# State of an element, which style sheets and scripts read; the token for scripts' requests.
STATE = {"data-answer", "data-right", "data-state", "data-superpixel", "data-csrf"}
ATTRIBUTE = re.compile(r'(?<![\w-])(data-[a-z-]+)(?==|["\]])')
ACTION = re.compile(r"^(click|change|input|submit)->([\w-]+)#(\w+)$")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_of_a_controller(attribute: str) -> bool:
    return any(
        re.fullmatch(rf"data-{name}-(target|[a-z-]+-value|[a-z-]+-param)", attribute) for name in CONTROLLERS
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_data_attributes_name_a_controller_or_a_state(template: Path) -> None:
    found = set(ATTRIBUTE.findall(template.read_text())) - {"data-controller", "data-action"} - STATE
    assert not [attribute for attribute in found if not is_of_a_controller(attribute)]


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_actions_call_methods_that_exist(template: Path) -> None:
    for action in " ".join(re.findall(r'data-action="([^"]+)"', template.read_text())).split():
        match = ACTION.match(action)
        assert match, action
        owner, method = match[2], match[3]
        source = (ROOT / "static" / "js" / "controllers" / f"{owner.replace('-', '_')}.js").read_text()
        assert re.search(rf"^  (async )?{method}\(", source, re.MULTILINE), action


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_numbers_in_attributes_have_a_decimal_point_in_every_language(template: Path) -> None:
    """`floatformat` writes 0,84 in Ukrainian, which browsers do not read; `floatformat:'2u'` writes 0.84."""
    for tag in re.findall(r"<[a-z][^<>]*>", template.read_text()):
        assert not re.search(r"""=["'][^"']*\{\{[^}]*floatformat(?!:["']?\d*g?u)""", tag), tag


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_class_names_are_blocks_elements_and_modifiers(template: Path) -> None:
    text = re.sub(r"\{[{%].*?[%}]\}", "", template.read_text())
    names = " ".join(re.findall(r'class="([^"]*)"', text)).split()
    block = r"[a-z]+(-[a-z]+)*"
    assert not [
        name for name in names if not re.fullmatch(rf"{block}(__{block})?(--([a-z_]+(-[a-z]+)*)?)?", name)
    ]
