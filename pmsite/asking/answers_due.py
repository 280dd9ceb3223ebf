"""What those who asked could be told: a draft for each issue whose feature has shipped, in words that one audience may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.exports.site_address import SiteAddress
from pmsite.messages import said
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback
from pmsite.model.replaced import standing_for
from pmsite.read.inline import escaped
from pmsite.wording import intake
from pmsite.wording.messages import in_language
from pmsite.workspace import Workspace
from pmsite.workspace import in_language as seen_in


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be posted at one issue."""

    feedback: str
    issue: str
    text: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The drafts, and the shipped features that none may name, since the audience is not told of them."""

    drafts: tuple[Draft, ...]
    unseen: frozenset[str]
    language: str

    def as_markdown(self, today: str) -> str:
        """All drafts in one text, and what to write into the plan once they are posted."""
        say = in_language(self.language)
        heading, after = said("Answers to post"), said("Once they are posted:")
        told = [f"# {say(heading)}", *(f"## <{draft.issue}>\n\n{draft.text}" for draft in self.drafts)]
        if self.drafts:
            ids = " ".join(draft.feedback for draft in self.drafts)
            told.append(f"---\n\n{say(after)}\n\n    pmsite set {ids} told={today}")
        return "\n\n".join(told) + "\n"


def answers_due(workspace: Workspace, source: str, audience: str) -> Answers:
    """Drafts for what one source brought in, from what the audience sees of the features; raises UnknownAudience."""
    product = workspace.product
    assert product is not None
    seen = seen_in(workspace, product, audience, None)
    drafts, unseen = [], set[str]()
    for feedback in product.of(Feedback):
        imported = feedback.imported
        if imported is None or imported.source != source or not imported.url or feedback.told or feedback.declined:
            continue
        named = (*product.named(feedback.id, "features"), *product.pointing(feedback.id, "addresses"))
        shipped = [
            one.id
            for one in standing_for(product, (item for item in named if isinstance(item, Feature)))
            if one.status.stage == "shipped"
        ]
        told = tuple(_told(seen, shipped))
        unseen |= set(shipped) - {one.id for one in told}
        if told:
            drafts.append(Draft(feedback.id, imported.url, _text(seen, told)))
    return Answers(tuple(drafts), frozenset(unseen), seen.settings.language)


def _told(seen: Projection, shipped: list[str]) -> Iterator[Feature]:
    """What the audience sees of these, as far as it may know that they are there."""
    for id in shipped:
        item = seen.items.get(id)
        if isinstance(item, Feature) and item.status.stage == "shipped":
            yield item


def _text(seen: Projection, told: tuple[Feature, ...]) -> str:
    releases = {one.release for one in told}
    release = seen.items.get(releases.pop() or "") if len(releases) == 1 else None  # one of another plan is not at hand
    titles = [f"**{escaped(one.title)}**" for one in told]
    return intake.answer(
        seen.settings.language, titles, escaped(release.title) if release else "", _page(seen, told[0]) if len(told) == 1 else ""
    )


def _page(seen: Projection, feature: Feature) -> str:
    """Where the audience reads of it, if product.yml says where its site is."""
    own = seen.settings.audiences.get(seen.audience)
    site = own.site if own else seen.settings.site
    return SiteAddress(f"{site.rstrip('/')}/").page(f"roadmap/{feature.folder}/{feature.id}") if site else ""
