"""Items that readers of one of the workspace's languages cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said


class MissingTranslation(Rule):
    """product.yml names a language that items are told in, and this one is not; its readers get it in the workspace's language."""

    code = "missing-translation"
    severity = Severity.REMINDER

    def find(self, context: Context) -> Iterator[Diagnostic]:
        settings = context.product.settings
        for language in settings.languages:
            for item in context.product.items.values() if language != settings.language else ():
                told = f"{item.path.removesuffix('.md')}.{language}.md"
                if (item.id, language) not in context.translations and not context.absent.covers(told):
                    stem = item.path.rpartition("/")[2].removesuffix(".md")
                    hint = said(
                        "write its title, summary and story into {stem}.{language}.md beside it", stem=stem, language=language
                    )
                    yield self.at(
                        context.span(item, "title"), said("there is no translation into {language}", language=language), hint
                    )
