"""Compiles locale/*/LC_MESSAGES/*.po to .mo with Babel, without gettext's tools."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_catalogue(source: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def main() -> None:
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compile_catalogue(source)
        print(f"==> Compiled {source.relative_to(LOCALE.parent)}")


if __name__ == "__main__":
    main()
