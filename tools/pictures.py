"""Take the pictures of docs/assets as a browser shows them: from the site of the example product, and from this repository's own."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import first_roadmap  # noqa: E402  # the tests are no package that is installed

EXAMPLE, CHINESE, OWN = "example", "example-zh", "own"
PICTURES = {
    "roadmap": (EXAMPLE, "roadmap/", 1280, 760),
    "roadmap.zh": (CHINESE, "roadmap/", 1280, 760),
    "goals": (OWN, "roadmap/goals/", 1000, 700),
    "decision": (OWN, "roadmap/decisions/facts-stay-text/", 1000, 700),
}
"""By name, the site, the page, the width of the window and the height of the picture."""
LARGEST = 200_000
PAPER = ".md-content { background: white; } .md-header, .md-tabs, .md-sidebar, .md-path, .md-top { display: none !important; }"
"""What is of the page alone: without the header and the navigation around it."""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def main() -> None:
    """Build the sites aside, take each picture, and refuse one that is too heavy for a page."""
    with tempfile.TemporaryDirectory() as folder:
        sites, products = Path(folder, "sites"), {"en": Path(folder, "product"), "zh": Path(folder, "product-zh")}
        for language, product in products.items():
            command = [sys.executable, "-m", "pmsite", "init", str(product), "--example", "--language", language]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for name, root in ((EXAMPLE, products["en"]), (CHINESE, products["zh"]), (OWN, ROOT)):
            subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", sites / name], cwd=root, check=True)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(sites))) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            take(f"http://127.0.0.1:{server.server_port}/")
            server.shutdown()
        for language in first_roadmap.NAMES:
            take_tutorial(Path(folder, f"tutorial-{language}"), language)


def take_tutorial(root: Path, language: str) -> None:
    """The pictures of the tutorial, from a server in which all of it is done."""
    os.environ["SOURCE_DATE_EPOCH"] = first_roadmap.DAY

    def picture(page: Page, name: str) -> None:
        page.wait_for_timeout(400)  # until what opens is open
        keep(page, f"first-{name}{of_language(language)}")

    found = shutil.which("chromium") or shutil.which("google-chrome")
    first_roadmap.pictures[:] = [picture]
    with sync_playwright() as playwright, first_roadmap.begun(root, language) as served:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--force-color-profile=srgb"])
        page = browser.new_page(viewport={"width": 1100, "height": 720}, color_scheme="light")
        page.set_default_timeout(first_roadmap.PATIENCE)
        for step in first_roadmap.Tutorial(language).steps().values():
            step(page, served.address)
        browser.close()


def of_language(language: str) -> str:
    """What the name of a picture ends in where the pages of a language show it in place of the English one."""
    return "" if language == "en" else f".{language}"


def keep(page: Page, name: str) -> None:
    """Take a picture of a page, and refuse one that is too heavy."""
    file = ROOT / "docs" / "assets" / f"{name}.png"
    page.screenshot(path=file)
    if file.stat().st_size > LARGEST:
        sys.exit(f"{file.name} has {file.stat().st_size // 1000} kB: choose a smaller part of the page")


def take(address: str) -> None:
    """Every picture, from the sites at an address."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--force-color-profile=srgb"])
        for name, (site, page, width, height) in PICTURES.items():
            shown = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            shown.goto(f"{address}{site}/{page}")
            shown.add_style_tag(content=PAPER)
            keep(shown, name)
        browser.close()


if __name__ == "__main__":
    main()
