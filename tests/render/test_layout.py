"""How templates may be laid out: what a line break in one puts on the page."""

from __future__ import annotations

import pytest

from pmsite.render.environment import environment

ENGLISH = environment("en")


@pytest.mark.parametrize(
    ("template", "page"),
    [
        ("<ul>\n  <li>one</li>\n\n  <li>two</li>\n</ul>\n", "<ul><li>one</li><li>two</li></ul>"),
        ("<b>\n  {{ 1 }}\n  {{ 2 }}\n</b>", "<b>12</b>"),
        ("<b>1</b> <i>2</i>", "<b>1</b> <i>2</i>"),
        ("<b>1</b>\n{{ ' ' }}\n<i>2</i>", "<b>1</b> <i>2</i>"),
        ("{% if true %}\n  <b>1</b>\n{% endif %}\n<i>2</i>", "<b>1</b><i>2</i>"),
        ("<b>1</b>{% if true %} <i>2</i>{% endif %}", "<b>1</b> <i>2</i>"),
        ("<p>\n  a sentence of\n  two lines\n</p>", "<p>a sentence of two lines</p>"),
        ('<p\n  class="a"\n  {% if true %} hidden{% endif %}\n>\n</p>', '<p class="a" hidden></p>'),
        ("{# why #}\n{% set a = 1 %}\n{{ a }}\n", "1"),
        ("{% trans n=1 %}\n  {{ n }} and\n  more\n{% endtrans %}", "1 and more"),
        ("{{ 'a\n b' }}", "a\n b"),
    ],
)
def test_a_line_break_beside_a_tag_is_for_the_reader_of_the_template(template: str, page: str) -> None:
    assert ENGLISH.from_string(template).render() == page


def test_an_error_in_a_template_names_its_line() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        ENGLISH.from_string("<ul>\n  <li>\n    {{ 1 // 0 }}\n  </li>\n</ul>").render()
    assert caught.traceback[-1].lineno == 2
