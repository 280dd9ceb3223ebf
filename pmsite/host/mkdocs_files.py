"""What a site has for other programs, as files of MkDocs, and the ways to them from its pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup, escape
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from pmsite.exports.published import Published
from pmsite.exports.site_address import SiteAddress
from pmsite.exports.written import Written, pieces
from pmsite.host import mkdocs_languages
from pmsite.host.contents import Stored
from pmsite.host.mkdocs_pages import finder
from pmsite.host.written import BYTES, StandingFiles
from pmsite.model.indexes import Reads, compact, recording
from pmsite.pages.remembered import RememberedPages
from pmsite.render.site import Offer, Site

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = get_plugin_logger(__name__)


@dataclass(frozen=True, slots=True)
class FileMade:
    """A file that was written, perhaps by another process."""

    path: str
    reads: Reads
    digest: bytes


class LateFile(File):
    """A file whose content is made when all pages are written, and is not in memory before and after."""

    def __init__(self, uri: str, source: str, config: MkDocsConfig, make: Callable[[], Written]) -> None:
        super().__init__(uri, None, config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.NOT_IN_NAV)
        self.generated_by = "pmsite"
        self.abs_src_path = source
        self._make: Callable[[], Written] | None = make
        """Nothing once it is written."""

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: MkDocs copies files while it holds all pages, see `write`."""

    def write(self) -> FileMade:
        """Make the content and write it."""
        assert self._make is not None  # it is written once
        path, told = Path(self.abs_dest_path), blake2b(digest_size=BYTES)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with recording() as reads, path.open("wb") as file:
                for piece in pieces(self._make()):
                    file.write(piece)
                    told.update(piece)
        except OSError as fault:
            raise Abort(f"pmsite: {self.dest_uri} cannot be written: {fault.strerror}") from fault
        return FileMade(self.dest_uri, compact(reads), told.digest())

    def make_of(self, make: Callable[[], Written]) -> None:
        """Make the content of something else."""
        self._make = make

    def let_go(self) -> None:
        """Forget what the content is made from."""
        self._make = None


def _shapes(found: Iterable[Published]) -> tuple[object, ...]:
    """What shows of files in other pages than that of the item that one is about; only those of no item are in an order that shows."""
    told = [((one.path, one.pages, one.words, one.title, one.is_followed), bool(one.about)) for one in found]
    return [shape for shape, is_of_item in told if not is_of_item], {shape for shape, is_of_item in told if is_of_item}


class SiteFiles:
    """The files of one site, and what each of its pages says of them."""

    def __init__(self, found: tuple[Published, ...], source: str, prefix: str = "") -> None:
        """`source` is the file that they are said to come from; `prefix` is below which address they are."""
        self._found, self._source, self._prefix, self._folder = found, source, prefix, prefix
        self._by_page: dict[str, list[Published]] = defaultdict(list)
        for one in found:
            for address in one.pages:
                self._by_page[address].append(one)
        self._of_all = [one for one in found if not one.about]
        self._files: list[LateFile] = []
        self._site: Site | None = None
        """Whose pages they lead to, once other plugins have had their way with the list of files."""
        self._place: SiteAddress | None = None

    def add(self, files: Files, config: MkDocsConfig) -> None:
        """Add every file that the owner has not put at the same address."""
        if not config.site_url:
            log.info("`site_url` is not set in mkdocs.yml: feeds and the calendar have no links to pages")
        self._folder = mkdocs_languages.folder(config) + self._prefix
        find = finder(files)
        for one in self._found:
            if find(self._prefix + one.path) is None:
                file = LateFile(self._prefix + one.path, self._source, config, self._maker(one))
                file.dest_uri = self._folder + one.path
                self._files.append(file)
                files.append(file)

    def take_over(self, before: SiteFiles) -> bool:
        """Write the files of the build before from now on; false where they are others, or pages say something else of them."""
        if _shapes(self._found) != _shapes(before._found):
            return False
        self._folder, self._files = before._folder, before._files
        makers = {self._folder + one.path: self._maker(one) for one in self._found}
        for file in self._files:
            file.make_of(makers[file.dest_uri])
        return True

    def belong_to(self, site: Site, config: MkDocsConfig, markdown: frozenset[str]) -> None:
        """Say whose pages they lead to, once it is known which pages there are, and which of the navigation are there as Markdown too."""
        self._site = site
        root = config.site_url.rstrip("/") + "/" if config.site_url else ""
        self._place = SiteAddress(root, site.basis.urls, self._folder, markdown, site.product.homes)

    def left(self, remembered: RememberedPages[Stored], folder: str, key: bytes) -> list[str]:
        """The paths of files that stay as they were written before; `key` is what they are made from besides the plan."""
        found, standing = [], StandingFiles(folder)
        for file in self._files:
            stored = remembered.find_file(file.dest_uri)
            if stored and standing.has(file.dest_uri, stored.written, key):
                remembered.stay_file(file.dest_uri)
                found.append(file.dest_uri)
        return found

    def write(self, left: Collection[str] = ()) -> list[FileMade]:
        """Write every file but those that stay."""
        return [file.write() for file in self._files if file.dest_uri not in left]

    def let_go(self) -> None:
        """Forget what the files are made from, once they are written."""
        for file in self._files:
            file.let_go()

    def offers(self, address: str) -> tuple[Offer, ...]:
        """What a page says can be followed or taken away; nothing on most."""
        return tuple((one.words, self._url(one), one.is_followed) for one in self._by_page.get(address, ()) if one.words)

    def announced(self, address: str, url: str, *, is_home: bool) -> Markup:
        """The feeds and calendars that belong to a page, as its head names them; the home page's names all but those of one item."""
        root = "../" * url.count("/") if url not in ("./", ".") else ""
        found = self._of_all if is_home else self._by_page.get(address, ())
        return Markup("".join(self._link(one, root) for one in found if one.is_followed))  # each is escaped

    def _link(self, one: Published, root: str) -> str:
        assert self._site is not None  # there are pages that say so
        title = f"{self._site.product.settings.name} · {one.about or self._site.names.word(one.title)}"
        return f'<link rel="alternate" type="{one.media}" title="{escape(title)}" href="{escape(root + self._url(one))}">'

    def _url(self, one: Published) -> str:
        return self._folder + quote(one.path)

    def _maker(self, one: Published) -> Callable[[], Written]:
        def make() -> Written:
            assert self._place is not None  # files are made after pages
            return one.write(self._place)

        return make
