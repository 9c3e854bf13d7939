"""Lays out templates and style sheets; `--check` changes nothing and fails where something would change."""

import subprocess
import sys
from pathlib import Path

import cssbeautifier

ROOT = Path(__file__).resolve().parents[1]
MAX_COLUMNS = 120
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted(path for path in ROOT.glob("*/templates") if not path.parent.name.startswith("."))


def beautify(style: str) -> str:
    options = cssbeautifier.default_options()
    options.indent_size = 2
    options.end_with_newline = True
    options.max_preserve_newlines = 2
    options.space_around_combinator = True
    return str(cssbeautifier.beautify(style, options))


def styles_are_laid_out(*, check: bool) -> bool:
    unformatted = [path for path in STYLES if beautify(path.read_text()) != path.read_text()]
    for path in unformatted:
        if check:
            print(f"would reformat {path.relative_to(ROOT)}")
        else:
            path.write_text(beautify(path.read_text()))
    return not (check and unformatted)


def templates_are_laid_out(*, check: bool) -> bool:
    mode = ["--check"] if check else ["--reformat", "--quiet"]
    command = [sys.executable, "-m", "djlint", *mode, *map(str, TEMPLATES)]
    result = subprocess.run(command, cwd=ROOT, check=False)
    return not check or result.returncode == 0


def lines_fit() -> bool:
    """djlint breaks no text and no template tag: what stays too long is for a person to break."""
    pages = [path for folder in TEMPLATES for path in sorted(folder.rglob("*.html"))]
    fit = True
    for path in [*pages, *STYLES]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if len(line) > MAX_COLUMNS:
                print(f"{path.relative_to(ROOT)}:{number}: {len(line)} columns, {MAX_COLUMNS} at most")
                fit = False
    return fit


def main() -> int:
    check = "--check" in sys.argv
    results = [templates_are_laid_out(check=check), styles_are_laid_out(check=check), lines_fit()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
