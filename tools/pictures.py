"""Take the pictures of docs/assets as a browser shows them: from the site of the example product, and from this repository's own."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
EXAMPLE, OWN = "example", "own"
PICTURES = {
    "roadmap": (EXAMPLE, "roadmap/", 1280, 760),
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
        sites, product = Path(folder, "sites"), Path(folder, "product")
        subprocess.run([sys.executable, "-m", "pmsite", "init", product, "--example"], check=True, stdout=subprocess.DEVNULL)
        for name, root in ((EXAMPLE, product), (OWN, ROOT)):
            subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", sites / name], cwd=root, check=True)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(sites))) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            take(f"http://127.0.0.1:{server.server_port}/")
            server.shutdown()


def take(address: str) -> None:
    """Every picture, from the sites at an address."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--force-color-profile=srgb"])
        for name, (site, page, width, height) in PICTURES.items():
            shown = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            shown.goto(f"{address}{site}/{page}")
            shown.add_style_tag(content=PAPER)
            file = ROOT / "docs" / "assets" / f"{name}.png"
            shown.screenshot(path=file)
            if file.stat().st_size > LARGEST:
                sys.exit(f"{file.name} has {file.stat().st_size // 1000} kB: choose a smaller part of the page")
        browser.close()


if __name__ == "__main__":
    main()
