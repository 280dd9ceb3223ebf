"""Sites that use other plugins: what each adds to the small starter, and what its pages must show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ITEM = "roadmap/features/guided-setup/index.html"
HUB = "roadmap/index.html"


@dataclass(frozen=True)
class Case:
    """A site with other plugins. Files are written over the starter's, and lines added to its mkdocs.yml."""

    plugins: str
    """As mkdocs.yml has them, pmsite after them; what stands after ` | ` comes after pmsite."""
    more: str = ""
    """More lines of mkdocs.yml."""
    files: Mapping[str, str] = field(default_factory=dict)
    shows: Mapping[str, str] = field(default_factory=dict)
    """What files of the site have in them."""
    lacks: Mapping[str, str] = field(default_factory=dict)
    """What files of the site must not have in them."""
    gone: tuple[str, ...] = ()
    """Files that the site must not have."""
    known: bool = True
    """Whether the theme's work on pages is kept from build to build, and shared among processes."""
    says: str = ""
    """What the terminal must say."""
    varies: str = r"^sitemap\.xml\.gz$"
    """Files that differ from build to build without pmsite, since they hold the time."""
    strict: bool = True
    host: str = "mkdocs"
    theme: str = "material"
    environment: str = "plugins"
    env: Mapping[str, str] = field(default_factory=dict)


MODULE = 'def wave() -> None:\n    """Wave a flag."""\n'
MADE = """import mkdocs_gen_files
for path, title in (("made.md", "Made"), ("roadmap/timeline.md", "My own timeline")):
    with mkdocs_gen_files.open(path, "w") as file:
        print(f"# {title}", file=file)
"""
SUB = {
    "box/mkdocs.yml": "site_name: box\nnav: [Box: index.md]\n",
    "box/docs/index.md": "# The box\n",
}

I18N = """i18n: {docs_structure: suffix, languages: [
  {locale: en, default: true, name: English, build: true}, {locale: zh, name: 中文, build: true}, {locale: fr, name: Français, build: true}]}"""
MANY = (
    "awesome-nav, autorefs, meta, gen-files: {scripts: [made.py]}, git-revision-date-localized, macros, minify: {minify_html: true}"
)

ALONE: dict[str, Case] = {
    "autorefs": Case("search, autorefs", files={"docs/refs.md": "# Refs\n\n## One thing\n\nSee [One thing][].\n"}, known=False),
    "awesome-nav": Case(
        "search, awesome-nav",
        files={"docs/.nav.yml": "nav:\n  - how-we-plan.md\n  - Our plan:\n      - roadmap/index.md\n      - roadmap/*.md\n"},
        shows={ITEM: "Our plan", "roadmap/timeline/index.html": "Our plan"},
    ),
    "awesome-pages": Case("search, awesome-pages", files={"docs/.pages": "nav:\n  - how-we-plan.md\n  - ...\n"}),
    "blog": Case(
        "search, blog",
        files={"docs/blog/index.md": "# Blog\n", "docs/blog/posts/a.md": "---\ndate: 2026-01-01\n---\n# A post\n\nText.\n"},
        shows={"blog/2026/01/01/a-post/index.html": "A post"},
    ),
    "exclude": Case(
        "search, exclude: {glob: [roadmap/timeline.md, roadmap/teams/core.md]}",
        gone=("roadmap/timeline/index.html", "roadmap/teams/core/index.html"),
        says="no page links to them: roadmap/timeline.md, roadmap/teams/core.md",
    ),
    "ezlinks": Case("search, ezlinks"),
    "gen-files": Case(
        "search, gen-files: {scripts: [made.py]}",
        files={"made.py": MADE},
        shows={"made/index.html": "Made", "roadmap/timeline/index.html": "My own timeline"},
    ),
    "git-authors": Case("search, git-authors", shows={ITEM: "Ada Okoro"}, known=False),
    "git-revision-date-localized": Case(
        "search, git-revision-date-localized",
        shows={ITEM: "git-revision-date-localized"},
        varies=r"\.gz$|^roadmap/(?!features/)|^index",
    ),
    "glightbox": Case("search, glightbox", known=False),
    "group": Case("search, group: {enabled: true, plugins: [tags]}"),
    "htmlproofer": Case("search, htmlproofer: {validate_external_urls: false, raise_error: true}", known=False),
    "i18n": Case(
        f"search, {I18N}",
        files={
            "docs/how-we-plan.zh.md": "# 我们如何计划\n",
            "roadmap/features/guided-setup.zh.md": "---\ntitle: 引导式设置\n---\n三步。\n",
            "roadmap/product.yml": "name: P\nlanguages: [en, zh]\naudiences: {customers: {}}\n",
        },
        shows={
            f"zh/{ITEM}": "引导式设置",
            "zh/roadmap/timeline/index.html": "路线图",
            f"fr/{ITEM}": "The first screen asks",
            "zh/roadmap/plan.json": "引导式设置",
            "sitemap.xml": "zh/roadmap/features/guided-setup/",
        },
        more="site_url: https://example.org/\n",
        known=False,
    ),
    "include-markdown": Case(
        "search, include-markdown",
        files={
            "docs/both.md": '# Both\n\n{% include-markdown "how-we-plan.md" %}\n',
            "roadmap/features/hostile.md": '---\ntitle: Hostile\n---\n{% include "no-such-file" %}\n',
        },
        shows={"both/index.html": "What is happening now"},
    ),
    "literate-nav": Case(
        "search, literate-nav",
        files={"docs/SUMMARY.md": "- [How](how-we-plan.md)\n- Our plan\n    - [All](roadmap/index.md)\n    - roadmap/*.md\n"},
        shows={ITEM: "Our plan", "roadmap/timeline/index.html": "Our plan"},
    ),
    "llmstxt": Case(
        "search, llmstxt: {sections: {Plan: [how-we-plan.md, roadmap/index.md]}}",
        more="site_url: https://example.org/\n",
        shows={"llms.txt": "roadmap/index.md", "roadmap/index.md": "Guided set-up"},
        known=False,
    ),
    "macros": Case(
        "search, macros",
        files={
            "docs/sum.md": "# Sum\n\n{{ 40 + 2 }}\n",
            "roadmap/features/hostile.md": "---\ntitle: Hostile\n---\n{{ 40 + 2 }} {% no %}\n",
        },
        shows={"sum/index.html": "42", "roadmap/features/hostile/index.html": "{{ 40 + 2 }}"},
        known=False,
    ),
    "mermaid2": Case(
        "search, mermaid2: {javascript: mermaid.js}",
        files={"docs/mermaid.js": ""},
        known=False,
    ),
    "meta": Case("search, meta", files={"docs/.meta.yml": "search: {boost: 2}\n"}, shows={"search/search_index.json": '"boost":2'}),
    "minify": Case("search, minify: {minify_html: true}"),
    "mkdocstrings": Case(
        "search, autorefs, mkdocstrings: {handlers: {python: {paths: [code]}}}",
        files={
            "code/flags.py": MODULE,
            "docs/code.md": "# Code\n\n::: flags.wave\n",
            "roadmap/features/hostile.md": "---\ntitle: H\n---\n::: os.path\n",
        },
        shows={"code/index.html": "Wave a flag."},
        lacks={"roadmap/features/hostile/index.html": "doc-heading"},
        known=False,
    ),
    "monorepo": Case(
        "search, monorepo",
        more="nav:\n  - how-we-plan.md\n  - Box: '!include ./box/mkdocs.yml'\n",
        files=SUB,
        shows={"box/index.html": "The box"},
        known=False,
    ),
    "offline": Case("search, offline", shows={"roadmap/features/guided-setup.html": "../../assets/pmsite/pmsite.css"}),
    "print-site": Case("search | print-site", shows={"print_page/index.html": "Guided set-up"}, known=False),
    "privacy": Case("search, privacy: {enabled: true, assets: false}", known=False),
    "redirects": Case(
        "search, redirects: {redirect_maps: {old.md: roadmap/index.md}}", shows={"old/index.html": "url=../roadmap/"}
    ),
    "rss": Case(
        "search, rss: {use_git: false}",
        more="site_url: https://example.org/\n",
        shows={"feed_rss_updated.xml": "https://example.org/roadmap/"},
        varies=r"\.gz$|^feed_",
        known=False,
    ),
    "same-dir": Case(
        "search, same-dir",
        more="docs_dir: .\nexclude_docs: |\n  /docs/\n  /site-*\n  README.md\n",
        files={"page.md": "# Page\n"},
        gone=("roadmap/product.yml", "roadmap/features/guided-setup.md"),
    ),
    "search": Case("search"),
    "section-index": Case("search, section-index", files={"docs/guide/index.md": "# Guide\n", "docs/guide/more.md": "# More\n"}),
    "table-reader": Case(
        "search, table-reader",
        files={
            "docs/numbers.md": "# Numbers\n\n{{ read_csv('numbers.csv') }}\n",
            "docs/numbers.csv": "a,b\n1,zq42\n",
            "roadmap/features/hostile.md": "---\ntitle: Hostile\n---\n{{ read_csv('no-such-file.csv') }}\n",
        },
        shows={"numbers/index.html": "zq42"},
    ),
    "tags": Case(
        "search, tags",
        files={
            "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
            "roadmap/features/tagged.md": "---\ntitle: Tagged\ntags: [quick]\n---\n",
        },
        shows={
            "tags/index.html": 'href="../roadmap/features/tagged/"',
            "roadmap/features/tagged/index.html": 'href="../../../tags/#tag:quick"',
        },
    ),
    "to-pdf": Case("search, to-pdf", shows={"pdf/document.pdf": "%PDF"}, varies=r"\.gz$|\.pdf$", strict=False, known=False),
    "typeset": Case("search, typeset", known=False),
    "with-pdf": Case("search, with-pdf", shows={"pdf/document.pdf": "%PDF"}, varies=r"\.gz$|\.pdf$", strict=False, known=False),
}
"""One plugin each, by the name that mkdocs.yml has."""

TOGETHER = Case(
    f"search, {MANY}, ezlinks, tags, redirects: {{redirect_maps: {{old.md: roadmap/index.md}}}}",
    files={"made.py": MADE, "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n"},
    shows={"old/index.html": "url=../roadmap/", "made/index.html": "Made"},
    varies=r"\.gz$|^roadmap/(?!features/)|^index|^made",
    known=False,
)

KEPT_OUT = dict.fromkeys((ITEM, HUB, "how-we-plan/index.html", "404.html"), '<meta name="robots" content="noindex, nofollow">') | {
    "robots.txt": "Disallow: /"
}
"""What a site that is not for everybody says to search engines."""
OTHERWISE: dict[str, Case] = {
    "docs elsewhere": Case(
        "search", more="docs_dir: ../elsewhere\n", files={"../elsewhere/how-we-plan.md": "# How we plan\n\nElsewhere.\n"}
    ),
    "a page that the navigation names": Case(
        "search", more="nav:\n  - how-we-plan.md\n  - Our plan: roadmap/index.md\n", says="are not in it: roadmap/releases/index.md"
    ),
    "ProperDocs": Case("search", host="properdocs", shows=KEPT_OUT),
    "materialx": Case("search", theme="materialx", environment="materialx", varies=r"\.gz$|^search/", shows=KEPT_OUT),
    "materialx on ProperDocs": Case(
        "search", theme="materialx", environment="materialx", host="properdocs", varies=r"\.gz$|^search/", shows=KEPT_OUT
    ),
}
"""Other hosts, themes and arrangements."""
