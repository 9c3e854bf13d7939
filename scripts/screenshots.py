"""Takes the pictures in docs/screenshots from a running demo (`make demo` in another terminal)."""

import argparse
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
SIZES = {360: 740, 768: 1024, 1440: 900}
PROJECTOR = {1920: 1080}
PASSWORD = "landscar-demo"  # noqa: S105 - the demo's, printed by `make demo`
CHROMIUM = os.environ.get("LANDSCAR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"

# Pits are where the picture varies most: the three parts with the largest variance of brightness around their
# middle.
TORN_GROUND = """() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1024;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(document.querySelector(".tile__picture"), 0, 0, 1024, 1024);
  const spread = (mark) => {
    const [x, y] = mark.getAttribute("transform").match(/-?[0-9.]+/g).map(Number);
    const pixels = context.getImageData(Math.max(0, x - 45), Math.max(0, y - 45), 90, 90).data;
    const light = [];
    for (let i = 0; i < pixels.length; i += 4) light.push(pixels[i] + pixels[i + 1] + pixels[i + 2]);
    const mean = light.reduce((sum, value) => sum + value, 0) / light.length;
    return light.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  const marks = [...document.querySelectorAll(".mark")].map((mark, index) => [spread(mark), index]);
  return marks.sort(([one], [other]) => other - one).slice(0, 3).map(([, index]) => index);
}"""


def sign_in(page: Page, base: str, name: str) -> None:
    page.goto(f"{base}/sign-in/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{base}/")


def join(page: Page, base: str) -> None:
    page.goto(f"{base}/join/DEMO24/")
    page.check("[name=team] >> nth=0")
    page.click(".join__start")


def answer_question(page: Page) -> None:
    page.wait_for_selector("[data-tutorial-target=positive]:not([disabled])")
    page.click("[data-tutorial-target=positive]")
    page.wait_for_selector(".verdict:not([hidden])")


def show_tutorial(page: Page, base: str) -> None:
    join(page, base)
    answer_question(page)


def show_board(page: Page, base: str) -> None:
    page.goto(f"{base}/events/DEMO24/board/")
    page.wait_for_selector("[data-board-target=map] [data-state]")


def show_thanks(page: Page, base: str) -> None:
    sign_in(page, base, "volunteer")
    page.goto(f"{base}/c/demo/thanks/")


def show_label(page: Page, base: str) -> None:
    join(page, base)
    for _ in range(6):
        answer_question(page)
        page.click("[data-tutorial-target=next]")
    page.click("[data-tutorial-target=start]")
    page.wait_for_selector(".part >> nth=5")
    for number in page.evaluate(TORN_GROUND):
        middle = "mark => [mark.getScreenCTM().e, mark.getScreenCTM().f]"
        page.mouse.click(*page.locator(".mark").nth(number).evaluate(middle))


def show_review(page: Page, base: str) -> None:
    sign_in(page, base, "editor")
    page.goto(f"{base}/c/demo/review/")
    page.wait_for_load_state("networkidle")


def show_map(page: Page, base: str) -> None:
    page.goto(f"{base}/c/demo/map/")
    page.wait_for_load_state("networkidle")


def show_overview(page: Page, base: str) -> None:
    sign_in(page, base, "admin")
    page.goto(f"{base}/c/demo/")


FACES: dict[str, Callable[[Page, str], None]] = {
    "tutorial": show_tutorial,
    "label": show_label,
    "board": show_board,
    "thanks": show_thanks,
    "review": show_review,
    "map": show_map,
    "overview": show_overview,
}


def take(browser: Browser, base: str, face: str, width: int, locale: str) -> None:
    height = (SIZES | PROJECTOR)[width]
    touch = width < 1000
    context = browser.new_context(viewport={"width": width, "height": height}, locale=locale, has_touch=touch)
    page = context.new_page()
    FACES[face](page, base)
    page.wait_for_timeout(800)
    suffix = "" if locale == "en" else f"-{locale}"
    page.screenshot(path=FOLDER / f"{face}-{width}{suffix}.jpg", type="jpeg", quality=85)
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--face", choices=list(FACES), action="append")
    parser.add_argument("--locale", default="en")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
        )
        for face in options.face or FACES:
            for width in SIZES | PROJECTOR if face == "board" else SIZES:
                take(browser, options.base, face, width, options.locale)
                print(f"{face} at {width} px")
        browser.close()


if __name__ == "__main__":
    main()
