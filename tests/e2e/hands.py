"""What a person does in a browser, counted, and pictures of what they see."""

import os
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page

WIDTHS = {360: 740, 768: 1024, 1440: 900}
LOCALES = ("en-GB", "uk-UA")
FOLDER = os.environ.get("LANDSCAR_PICTURES")


class Actions:
    """What people did, one line an action: a click, a tap, a field filled, a choice, an address opened."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __len__(self) -> int:
        return len(self.done)

    def note(self, what: str) -> None:
        self.done.append(what)


class Hands:
    """One person's hands on one page. Everything they do is noted; looking and waiting cost nothing."""

    def __init__(self, page: Page, actions: Actions, *, touch: bool = False) -> None:
        self.page, self.touch = page, touch
        self._actions = actions

    def open(self, address: str) -> None:
        self._actions.note(f"open {address}")
        self.page.goto(address)

    def press(self, target: Locator) -> None:
        """Click, or tap on a phone."""
        self._actions.note(f"press “{' '.join(target.inner_text().split())}”")
        target.tap() if self.touch else target.click()

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name))

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name))

    def fill(self, label: str, text: str) -> None:
        self._actions.note(f"fill “{label}”")
        self.page.get_by_label(label).first.fill(text)

    def choose_file(self, label: str, path: Path) -> None:
        self._actions.note(f"choose {path.name}")
        self.page.get_by_label(label).set_input_files(path)

    def point(self, x: float, y: float) -> None:
        """Press a place of the window."""
        self._actions.note(f"point at {x:.0f}, {y:.0f}")
        self.page.touchscreen.tap(x, y) if self.touch else self.page.mouse.click(x, y)


class Album:
    """Pictures of a page as others have it on their screens, in LANDSCAR_PICTURES; none if that is unset."""

    def __init__(self, browser: Browser, name: str) -> None:
        self._browser = browser
        self._folder = Path(FOLDER) / name if FOLDER else None
        self._number = 0

    def keep(self, page: Page, name: str, wait_for: str = "main") -> None:
        """The page's address, opened again at every width and in every language by the same person."""
        self.keep_address(page.url, name, wait_for, of=page.context)

    def keep_address(
        self, address: str, name: str, wait_for: str = "main", of: BrowserContext | None = None
    ) -> None:
        """An address as it looks to somebody, or to a stranger."""
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._number += 1
        for locale in LOCALES:
            for width in WIDTHS:
                context = self._person(of, locale, width)
                page = context.new_page()
                page.goto(address)
                page.locator(wait_for).first.wait_for(timeout=60_000)
                page.wait_for_load_state("networkidle")
                page.screenshot(
                    path=self._folder / f"{self._number:02}-{name}-{locale[:2]}-{width}.png", full_page=True
                )
                context.close()

    def _person(self, like: BrowserContext | None, locale: str, width: int) -> BrowserContext:
        return self._browser.new_context(
            storage_state=like.storage_state() if like else None,
            locale=locale,
            viewport={"width": width, "height": WIDTHS[width]},
            has_touch=width < 1000,
            is_mobile=width < 1000,
        )
