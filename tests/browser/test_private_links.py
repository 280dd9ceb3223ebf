"""A private link in a real browser: its readers see the document, everybody else a calm sentence, and nothing else happens."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from pmsite.share.keys import LinkKeys, derive
from pmsite.share.page import seal
from pmsite.share.publish import headers
from pmsite.share.secret import Secret, encode
from tests.share.reading import MASTER, decoded

STORED = Path(__file__).parent.parent / "share" / "payloads"
KEYS = derive(Secret(MASTER), "demo", "acme-q3", 1)
WITH_PHRASE = derive(Secret(MASTER), "demo", "acme-q3", 1, with_passphrase=True)
DOCUMENT = """<!doctype html><html lang="en"><head><title>Acme</title><style>h1 { color: rgb(0, 0, 128) } .far { height: 3000px }</style></head>
<body><h1>Third quarter</h1><svg width="40" height="40" role="img" aria-label="Chart"><rect width="40" height="40"/></svg>
<p><a href="#end">To the end</a> <a href="https://example.org/">Elsewhere</a></p><div class="far"></div><h2 id="end">End</h2></body></html>"""
INCOMPLETE = "The link is incomplete. Copy all of it, including the part after #."
INVALID = "This link is not valid. Ask its sender for a new one."


@dataclass
class Site:
    """A host with the pages of links, and what was asked of it."""

    root: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(self, page: bytes, keys: LinkKeys = KEYS) -> str:
        """Publish a page; returns its link."""
        self.pages[f"/s/{keys.token}/"] = page
        return f"{self.root}{keys.address}"


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            page = found.pages.get(self.path)
            self.send_response(200 if page else 404)
            for line in headers().splitlines()[1:]:
                self.send_header(*line.strip().split(": ", 1))
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page or b"not here")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.root = f"http://127.0.0.1:{server.server_address[1]}/"
    yield found
    server.shutdown()
    server.server_close()


def document(page: Page) -> FrameLocator:
    return page.frame_locator("#frame")


def said(page: Page) -> str:
    """The one sentence that the reader sees."""
    sentence = page.locator("[data-say]:not([hidden]):not([data-say=opening])")
    expect(sentence).to_be_visible()
    return sentence.inner_text()


def test_a_link_opens_its_document_and_the_host_learns_only_the_path(page: Page, site: Site) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(site.put(seal(DOCUMENT, KEYS, language="en", expires=date(2099, 12, 31))))
    expect(document(page).get_by_role("heading", name="Third quarter")).to_be_visible()
    expect(document(page).get_by_role("img", name="Chart")).to_be_visible()
    assert document(page).locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 128)"
    assert page.locator("#until").inner_text() == "readable until December 31, 2099"
    assert page.title() == "Shared document"
    assert site.asked == [f"/s/{KEYS.token}/"]
    assert told == []
    stored = "[localStorage.length, sessionStorage.length, document.cookie, history.length, (await indexedDB.databases()).length]"
    assert page.evaluate(f"(async () => {stored})()") == [0, 0, "", 2, 0]


def test_links_inside_stay_inside_and_links_elsewhere_open_their_own_page(page: Page, site: Site) -> None:
    page.goto(site.put(seal(DOCUMENT, KEYS, language="en")))
    elsewhere = document(page).get_by_role("link", name="Elsewhere")
    assert (elsewhere.get_attribute("target"), elsewhere.get_attribute("rel")) == ("_blank", "noopener noreferrer")
    document(page).get_by_role("link", name="To the end").click()
    expect(document(page).get_by_role("heading", name="End")).to_be_in_viewport()
    assert page.url.endswith(KEYS.address)


LINK = encode(KEYS.link)
DAMAGED = {
    "": INCOMPLETE,
    LINK[:-1]: INCOMPLETE,
    f"{LINK}A": INCOMPLETE,
    f"{LINK}%3D": INCOMPLETE,
    f"{LINK}=": INCOMPLETE,
    f"{LINK}&utm_source=x": INCOMPLETE,
    f"{LINK}?x": INCOMPLETE,
    f"{LINK}.": INCOMPLETE,
    f"{LINK})": INCOMPLETE,
    f"{LINK[:-1]}x": INCOMPLETE,
    LINK.replace("_", "+"): INCOMPLETE,
    f"N{LINK[1:]}": INVALID,
    encode(WITH_PHRASE.material[:32][::-1]): INVALID,
}


@pytest.mark.parametrize(("fragment", "sentence"), DAMAGED.items())
def test_a_damaged_link_gets_a_calm_sentence(page: Page, site: Site, fragment: str, sentence: str) -> None:
    link = site.put(seal(DOCUMENT, KEYS, language="en"))
    page.goto(f"{link.partition('#')[0]}#{fragment}")
    assert said(page) == sentence
    assert not page.locator("#frame").is_visible()


def test_the_rest_of_a_damaged_link_opens_the_document(page: Page, site: Site) -> None:
    link = site.put(seal(DOCUMENT, KEYS, language="en"))
    page.goto(link[:-3])
    assert said(page) == INCOMPLETE
    page.goto(link)
    expect(document(page).get_by_role("heading", name="Third quarter")).to_be_visible()


def tampered(old: str, new: str) -> Callable[[bytes], bytes]:
    """A page whose parameters say something else."""

    def change(page: bytes) -> bytes:
        was, now = (json.dumps(text)[1:-1].encode() for text in (old, new))
        assert page.count(was) == 1
        return page.replace(was, now)

    return change


KDF = '{"it":1000000,"name":"PBKDF2-SHA256","salt":"kjii-oAx-A4lm26uDFL2dA"}'
CHANGED: dict[str, Callable[[bytes], bytes]] = {
    "no algorithm": tampered('"A256GCM"', '"none"'),
    "version 0": tampered('"v":1', '"v":0'),
    "version 99": tampered('"v":1', '"v":99'),
    "a later end": tampered("2098", "2099"),
    "no end": tampered('"2098-12-31T23:59:59Z"', "null"),
    "no time": tampered("2098-12-31", "some-day"),
    "one round": tampered('"kdf":null', f'"kdf":{KDF.replace("1000000", "1")}'),
    "rounds without end": tampered('"kdf":null', f'"kdf":{KDF.replace("1000000", "1000000000")}'),
    "half a round": tampered('"kdf":null', f'"kdf":{KDF.replace("1000000", "1000000.5")}'),
    "rounds as text": tampered('"kdf":null', f'"kdf":{KDF.replace("1000000", chr(34) + "1000000" + chr(34))}'),
    "another derivation": tampered('"kdf":null', f'"kdf":{KDF.replace("PBKDF2-SHA256", "MD5")}'),
    "no derivation": tampered('"kdf":null,', ""),
    "no parameters": tampered('{"alg":"A256GCM"', '["alg":"A256GCM"'),
    "ciphertext": lambda page: page.replace(b'"ct": "', b'"ct": "AAAA'),
    "nothing": lambda page: page.replace(b'"ct": "', b'"ct": "", "was": "'),
    "not base64": lambda page: page.replace(b'"ct": "', b'"ct": "~~~~'),
    "no payload": lambda page: page.replace(b'id="sealed">{', b'id="sealed">'),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_page_is_refused(page: Page, site: Site, name: str) -> None:
    page.goto(site.put(CHANGED[name](seal(DOCUMENT, KEYS, language="en", expires=date(2098, 12, 31)))))
    assert said(page) == INVALID


def test_a_page_with_the_content_of_another_is_refused(page: Page, site: Site) -> None:
    other = derive(Secret(MASTER), "demo", "acme-q3", 2)
    page.goto(site.put(seal(DOCUMENT, other, language="en"), KEYS))
    assert said(page) == INVALID


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This link expired on December 31, 2025. Ask its sender for a new one."),
        ("zh", "此链接已于2025年12月31日过期。请向发送者索取新的链接。"),
    ],
)
def test_an_expired_link_names_its_last_day(page: Page, site: Site, language: str, sentence: str) -> None:
    page.goto(site.put(seal(DOCUMENT, KEYS, language=language, expires=date(2025, 12, 31))))
    assert said(page) == sentence


@pytest.mark.parametrize(("now", "opens"), [("2026-12-31T23:59:58Z", True), ("2027-01-01T00:00:01Z", False)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_last_day_ends_in_utc_wherever_the_reader_is(browser: Browser, site: Site, zone: str, now: str, opens: bool) -> None:
    page = browser.new_page(timezone_id=zone)
    page.clock.set_fixed_time(now)
    page.goto(site.put(seal(DOCUMENT, KEYS, language="en", expires=date(2026, 12, 31))))
    if opens:
        expect(document(page).get_by_role("heading", name="Third quarter")).to_be_visible()
    else:
        assert "December 31, 2026" in said(page)
    page.close()


def test_without_javascript_the_page_says_what_it_needs(browser: Browser, site: Site) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(site.put(seal(DOCUMENT, KEYS, language="en")))
    assert page.locator("body").inner_text().strip() == "This document is decrypted in your browser and needs JavaScript."
    page.close()


@pytest.mark.parametrize(
    "stub",
    [
        "Object.defineProperty(crypto, 'subtle', {value: undefined})",
        "Object.defineProperty(window, 'crypto', {value: undefined})",
        "Object.defineProperty(window, 'isSecureContext', {value: false})",
    ],
)
def test_without_cryptography_or_https_the_page_says_what_it_needs(page: Page, site: Site, stub: str) -> None:
    page.add_init_script(stub)
    page.goto(site.put(seal(DOCUMENT, KEYS, language="en")))
    assert said(page) == "Open this link over https in a current browser."


def test_a_passphrase_is_asked_for_and_a_wrong_one_can_be_corrected(page: Page, site: Site) -> None:
    page.goto(site.put(seal(DOCUMENT, WITH_PHRASE, language="en", expires=date(2099, 12, 31)), WITH_PHRASE))
    expect(page.get_by_label("Passphrase")).to_be_focused()
    page.keyboard.type("a362-f6ku-nn7g-6e7t")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("This passphrase does not fit.")
    page.get_by_label("Passphrase").fill("A362 F6KU NN7G 6E7S ")
    page.get_by_role("button", name="Open the document").click()
    expect(document(page).get_by_role("heading", name="Third quarter")).to_be_visible()
    assert not page.locator("#card").is_visible()
    assert page.locator("#phrase").input_value() == ""
    assert site.asked == [f"/s/{KEYS.token}/"]


@pytest.mark.parametrize("name", sorted(path.stem for path in STORED.glob("*.json")))
def test_the_browser_reads_payloads_of_earlier_versions(page: Page, site: Site, name: str) -> None:
    stored = json.loads((STORED / f"{name}.json").read_text(encoding="utf-8"))
    seen = seal("", KEYS, language="en").decode()
    start = seen.index('id="sealed">') + len('id="sealed">')
    end = seen.index("</script>", start)
    page.goto(site.put(f"{seen[:start]}{json.dumps(stored['payload'])}{seen[end:]}".encode()))
    if stored["passphrase"]:
        page.get_by_label("Passphrase").fill(stored["passphrase"])
        page.keyboard.press("Enter")
    expect(document(page).locator("h1")).to_have_text("给 Acme 的简报 — Q3")
    assert len(decoded(stored["link"])) == 32


HOSTILE = {
    "script": "<script>MARK</script>",
    "module": "<script type=module>MARK</script>",
    "script from afar": "<script src=HOSTx.js></script>",
    "image handler": '<img src=x onerror="MARK">',
    "image from afar": "<img src=HOSTx.png srcset='HOSTy.png 2x'>",
    "svg handler": '<svg onload="MARK"><script>MARK</script><use href=HOSTx.svg#a /><image href=HOSTx.png /></svg>',
    "details": '<details open ontoggle="MARK"><summary>x</summary></details>',
    "focus": '<input autofocus onfocus="MARK"><video autoplay src=HOSTx.mp4 poster=HOSTx.png onerror="MARK"></video>',
    "refresh": '<meta http-equiv="refresh" content="0;url=HOSTx">',
    "base": "<base href=HOST><img src=x.png>",
    "style": "<style>@import url(HOSTx.css); body { background: url(HOSTx.png) } @font-face { font-family: f; src: url(HOSTx.woff) } * { font-family: f }</style>x",
    "link": "<link rel=stylesheet href=HOSTx.css><link rel=prefetch href=HOSTy><link rel=preconnect href=HOST><link rel=icon href=HOSTx.ico>",
    "frame": '<iframe src=HOSTx></iframe><iframe srcdoc="<script>MARK</script>"></iframe><object data=HOSTx></object><embed src=HOSTx>',
    "form": "<form action=HOSTx id=f><button autofocus>x</button></form><script>f.submit()</script>",
    "javascript link": '<a href="javascript:MARK" id=go>x</a><a href="java&#10;script:MARK">y</a>',
    "parser": '<math><mtext></mtext><mglyph><style><img src=x onerror="MARK"></style></mglyph></math></iframe></script><!--><script>MARK</script>-->',
}
MARK = "parent.MARK=window.MARK=top.document.title=`ran`;fetch(`HOSTran`)"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_runs_nothing_and_asks_for_nothing(page: Page, site: Site, name: str) -> None:
    html = HOSTILE[name].replace("MARK", MARK).replace("HOST", site.root)
    page.goto(site.put(seal(f"<p id=here>Here</p>{html}", KEYS, language="en")))
    expect(document(page).locator("#here")).to_be_visible()
    if name == "javascript link":
        for link in document(page).get_by_role("link").all():
            link.click()
    page.evaluate("window.print = () => {}")
    page.locator("#print").click()
    expect(page.frame_locator(".paper").locator("#here")).to_be_attached()
    page.wait_for_timeout(400)
    assert site.asked == [f"/s/{KEYS.token}/"]
    assert page.evaluate("[window.MARK, document.title]") == [None, "Shared document"]
    assert page.url.endswith(KEYS.address)


def test_printing_prints_the_whole_document_from_a_frame_of_its_own(page: Page, site: Site) -> None:
    page.goto(site.put(seal(DOCUMENT, KEYS, language="en")))
    for by_key in (False, True):
        if by_key:
            page.keyboard.press("Control+p")
        else:
            page.locator("#print").click()
        expect(page.frame_locator(".paper").get_by_role("heading", name="End")).to_be_attached()
    assert page.locator(".paper").count() == 1
    assert page.locator(".paper").get_attribute("sandbox") == "allow-same-origin allow-modals"


def test_printing_the_page_around_it_says_where_to_print(page: Page, site: Site) -> None:
    page.goto(site.put(seal(DOCUMENT, KEYS, language="en")))
    expect(document(page).get_by_role("heading", name="Third quarter")).to_be_visible()
    page.emulate_media(media="print")
    assert page.locator("body").inner_text().strip() == "To print this document, use the Print button at the top of the page."


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_fits_the_window(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site.put(seal(DOCUMENT, KEYS, language="zh", expires=date(2099, 12, 31))))
    expect(document(page).get_by_role("heading", name="Third quarter")).to_be_visible()
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [width, 800]
    frame = page.locator("#frame").bounding_box()
    assert frame is not None
    assert frame["width"] == width
    assert frame["y"] + frame["height"] == 800
