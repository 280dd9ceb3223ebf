"""A page as Markdown: what is in it, and how it is laid out."""

from __future__ import annotations

import pytest

from pmsite.render.markdown import markdown

CASES = {
    "text is text, whatever it holds": (
        "<h1>A &amp; b*c*</h1><p>1. no list, &lt;b&gt;</p>",
        "# A & b\\*c\\*\n\n1\\. no list, \\<b>\n",
    ),
    "code stays as it is": (
        '<p><code>a`b*</code></p><pre class="x"><span>def</span> f():\n    return &lt;1&gt;\n</pre>',
        "``a`b*``\n\n```\ndef f():\n    return <1>\n```\n",
    ),
    "lists in lists, and paragraphs in entries": (
        "<ul><li><p>one</p><p>two</p></li><li>b<ol><li>c<br>d</li><li>e</li></ol></li></ul><p>after</p>",
        "- one\n\n  two\n- b\n  1. c\\\n     d\n  2. e\n\nafter\n",
    ),
    "facts": (
        "<dl><div><dt>Status</dt><dd><div><span>Shipped</span></div></dd></div>"
        '<div><dt>Serves</dt><dd><span><a href="../a/">A</a></span><span>B</span></dd></div><dt>Team</dt><dd>X</dd><dd>Y</dd></dl>',
        "- **Status**: Shipped\n- **Serves**: [A](../a/) · B\n- **Team**: X, Y\n",
    ),
    "what style alone keeps apart": (
        '<li><span class="pm-title">Design</span><span class="pm-facts">Done</span></li>',
        "Design · Done\n",
    ),
    "facts behind a text, with a space and without": (
        '<ul><li>Train<span class="pm-facts"><span>Done</span></span></li><li><b>Go</b> <span class="pm-judged"><span>At risk</span> '
        '<span class="pm-reason">late</span></span></li></ul><ol><li><span class="pm-blip-number">1</span> <a href="x">X</a></li></ol>',
        "- Train · Done\n- **Go** · At risk · late\n\n1. [X](x)\n",
    ),
    "a link behind a mark that would make a picture of it": (
        '<p>Look!<a href="x">y</a> <b>Hey!</b> <a href="x">y</a></p><h2>Hey<b>!</b><a href="x">y</a></h2>',
        "Look\\![y](x) **Hey!** [y](x)\n\n## Hey\\![y](x)\n",
    ),
    "lines of a paragraph": (
        "<p>a<br># b<br>- c<br>1. d<br>&gt; e<br>---</p><p>x<br></p><h2>A<br># B #</h2>",
        "a\\\n\\# b\\\n\\- c\\\n1\\. d\\\n\\> e\\\n\\---\n\nx\n\n## A # B \\#\n",
    ),
    "marks at the end of what is said in pieces": ('<p>*<a href="x">y</a>*</p>', "\\*[y](x)\\*\n"),
    "emphasis that ends in a sign": (
        "<p><b>100%</b>的，<b>注意:</b>后 <b>a.</b> b<b>“c”</b></p><p><strong>注意。</strong>她说<em>“好”</em>了，<strong>重点</strong>是<b>！</b></p><p><b>A (b)</b> c <b>“到了没有？”</b></p>",
        "**100**%的，**注意**:后 **a.** b“**c”**\n\n**注意**。她说“*好*”了，**重点**是**！**\n\n**A (b)** c **“到了没有？”**\n",
    ),
    "what a score is made of": (
        '<table><tr><td>期望型<span class="pm-sum">+67%</span></td></tr></table>',
        "| 期望型 · +67% |\n| --- |\n",
    ),
    "a quote after a list": ("<ul><li>a</li></ul><blockquote><p>q</p><ol><li>b</li></ol></blockquote>", "- a\n\n> q\n>\n> 1. b\n"),
    "addresses": ('<p><a href="a&amp;copy;b\\(c&amp;d">x</a></p>', "[x](a&amp;copy;b%5C%28c&d)\n"),
    "links side by side": ('<nav><a href="a">A</a><a href="b">B</a></nav>', "[A](a) · [B](b)\n"),
    "authors' words are left together": ('<p><strong>重点</strong><a href="x">链接</a></p>', "**重点**[链接](x)\n"),
    "tables": (
        "<table><caption>C</caption><thead><tr><th>A|B</th><th>C</th></tr></thead><tbody><tr><th>x</th><td><p>y</p><p>z</p></td></tr></tbody></table>",
        "| A\\|B | C |\n| --- | --- |\n| x | y, z |\n",
    ),
    "quotes": ("<p>a</p><blockquote><p>q</p><ul><li>s</li></ul></blockquote><p>b</p>", "a\n\n> q\n>\n> - s\n\nb\n"),
    "links and pictures": (
        '<p><a href="a (b).md"> x <b>y</b></a> <a href="#here">z</a> <img src="p.png" alt="P"><img src="q.png" alt=""></p>',
        "[x **y**](a%20%28b%29.md) z ![P](p.png)\n",
    ),
    "boxes": (
        '<ul><li><input type="checkbox" checked disabled> done</li><li><input type="checkbox"> open</li></ul>',
        "- [x] done\n- [ ] open\n",
    ),
    "nothing of pictures, forms and what nobody hears": (
        '<svg><text>s</text></svg><form><input><select><option>o</option></select></form><p>x <span aria-hidden="true">h <span>i</span></span>y</p>'
        '<h2 id="a">H<a class="headerlink" href="#a">¶</a></h2>',
        "x y\n\n## H\n",
    ),
    "what is no tag": ("<p>a <> b</p>", "a \\<> b\n"),
    "a tag within an attribute": ('<p><a href="x" title="a > b">c</a></p>', "[c](x)\n"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_page_as_markdown(case: str) -> None:
    html, told = CASES[case]
    assert markdown(html) == told
