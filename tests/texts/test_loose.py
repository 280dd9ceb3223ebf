"""HTML that leaves the site: what becomes of its links and pictures."""

from __future__ import annotations

import pytest

from pmsite.texts.loose import INSIDE, loosen

CASES = {
    '<a href="https://x.example/a?b=1&amp;c=2">out</a>': '<a href="https://x.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">out</a>',
    '<a href="mailto:ada@x.example">mail</a>': '<a href="mailto:ada@x.example" target="_blank" rel="noopener noreferrer">mail</a>',
    '<a class="pm-title" href="../features/a/">in the site</a>': '<span class="pm-title">in the site</span>',
    '<a href="">nowhere</a> <a href="#top">here</a>': "<span>nowhere</span> <span>here</span>",
    '<a href="//x.example/">which scheme?</a>': "<span>which scheme?</span>",
    '<a href="javascript:alert(1)">no</a>': "<span>no</span>",
    "<p>a &lt;b&gt; &amp; &#8212; c</p><br>": "<p>a &lt;b&gt; &amp; &#8212; c</p><br>",
    '<svg viewBox="0 0 1 1"><polyline points="0,0 1,1" /></svg>': '<svg viewBox="0 0 1 1"><polyline points="0,0 1,1" /></svg>',
    f'<img alt="A &quot;b&quot;" src="{INSIDE}roadmap/a b.png">': '<img alt="A &quot;b&quot;" src="data:image/png;base64,cGljdHVyZQ==">',
    f'<img alt="gone" src="{INSIDE}roadmap/gone.png">': "<em>gone</em>",
    f'<img alt="no picture" src="{INSIDE}roadmap/a.html">': "<em>no picture</em>",
    '<img alt="elsewhere" src="https://x.example/a.png"><img src="https://x.example/b.png">': "<em>elsewhere</em>",
}


@pytest.mark.parametrize("html", CASES)
def test_links_lead_out_or_nowhere_and_pictures_are_inside(html: str) -> None:
    assert loosen(html, {"roadmap/a b.png": b"picture", "roadmap/a.html": b"<p>"}.get) == CASES[html]
