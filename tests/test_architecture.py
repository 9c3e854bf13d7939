"""Properties of the source tree: layers, a light web process, no pickles."""

import ast
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path
from pkgutil import iter_modules

import grimp
import pytest
from django.apps import apps
from django.db.models import Model
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ["ml", "imagery", "campaigns", "labeling", "detection", "webapp", "demo"]
HEAVY = [
    "tensorflow", "keras", "openvino", "xgboost", "skimage", "sklearn", "scipy", "rasterio", "rio_tiler",
    "owslib", "lxml", "pmtiles", "pyogrio", "pyarrow",
]  # fmt: skip
MODULES = sorted(path for package in LAYERS for path in (ROOT / package).rglob("*.py"))
OURS = [model for model in apps.get_models() if model._meta.app_label in LAYERS]
MAX_LINES = 400
MAX_LINES_OF_A_FUNCTION = 40

LOAD_THE_WEB_PROCESS = """
import sys
from webapp.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns
from webapp.celery import app
app.loader.import_default_modules()
print(*sorted(name for name in sys.modules if "." not in name))
"""


def test_the_web_process_loads_no_machine_learning_library() -> None:
    """wsgi, every address and every task module, in a process of its own."""
    environment = {"DJANGO_SETTINGS_MODULE": "webapp.settings.test", "PATH": "", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", LOAD_THE_WEB_PROCESS]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert {"django", "detection", "labeling"} <= loaded
    assert not loaded & set(HEAVY)


def test_the_import_contracts_hold() -> None:
    """Layers, features, `ml` without Django, labeling's interface."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_contracts_name_every_package() -> None:
    """A contract does not check a package that it omits."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert contracts["contracts"][0]["layers"] == LAYERS[::-1]
    assert sorted(contracts["root_packages"]) == sorted(LAYERS)


def test_the_interface_contract_lists_everything_else_in_labeling() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    forbidden = next(
        set(one["forbidden_modules"]) for one in contracts if one.get("source_modules") == ["detection"]
    )
    found = {module.name for module in iter_modules([str(ROOT / "labeling")], "labeling.")}
    assert forbidden == found - {"labeling.interface"}


def test_there_is_no_import_circle() -> None:
    """Late imports inside functions count too."""
    graph = grimp.build_graph(*LAYERS)
    TopologicalSorter(
        {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    ).prepare()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_to_the_same_layer_or_below(model: type[Model]) -> None:
    own = LAYERS.index(model._meta.app_label)
    for field in model._meta.get_fields():
        target = field.related_model if field.concrete and field.is_relation else None
        if isinstance(target, type) and target._meta.app_label in LAYERS:
            assert LAYERS.index(target._meta.app_label) <= own, f"{field} points up"


def _forbidden(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            banned = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
            found += [name for name in names if name.split(".")[0] in banned]
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}:
                found.append(node.func.id)
            found += [
                "allow_pickle"
                for keyword in node.keywords
                if keyword.arg == "allow_pickle" and getattr(keyword.value, "value", True) is not False
            ]
    return found


@pytest.mark.parametrize(
    "line", ["import pickle", "from joblib import load", "np.load(p, allow_pickle=True)", "eval(x)"]
)
def test_the_search_for_pickles_finds_them(line: str) -> None:
    assert _forbidden(ast.parse(line))


def test_no_module_unpickles_or_evaluates() -> None:
    found = {path: _forbidden(ast.parse(path.read_text())) for path in MODULES}
    assert not {str(path): names for path, names in found.items() if names}


def test_modules_and_functions_are_short() -> None:
    written = [path for path in MODULES if "migrations" not in path.parts]
    assert not [str(path) for path in written if len(path.read_text().splitlines()) >= MAX_LINES]
    assert not [f"{path}: {name}" for path in written for name in _long_functions(path)]


def _long_functions(path: Path) -> list[str]:
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    return [node.name for node in functions if _lines_of_code(node) > MAX_LINES_OF_A_FUNCTION]


def _lines_of_code(function: ast.FunctionDef) -> int:
    """Without the docstring, which may be long."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def test_the_worker_installs_all_that_the_demo_does() -> None:
    """The extras repeat each other (see pyproject.toml); this keeps the copies equal."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    texture = set(extras["texture"])
    assert texture <= set(extras["worker"])
    assert {line for line in texture if not line.startswith("xgboost")} <= set(extras["gpu"])


def test_the_lock_contains_no_host_and_no_folder() -> None:
    """It has to work wherever packages come from."""
    lines = [
        line
        for line in (ROOT / "requirements.lock").read_text().splitlines()
        if not line.lstrip().startswith("#")
    ]
    assert all("==" in line for line in lines if line)
    assert not [line for line in lines if "/" in line or " @ " in line]


@pytest.mark.parametrize("extra", ["web", "texture", "worker", "dev"])
def test_the_lock_pins_what_pyproject_asks_for(extra: str) -> None:
    """When this fails: `make lock`."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    lines = [line for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line]
    pinned = {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}
    for requirement in map(Requirement, extras[extra]):
        version = pinned.get(canonicalize_name(requirement.name), "none")
        assert version != "none" and requirement.specifier.contains(version), requirement
