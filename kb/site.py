"""The static site: pages of the knowledge base that open from a folder or on any host.

Pages are rendered from `kb.pages` contexts by the templates in `site_templates`, into a folder beside the
old one, which is swapped in whole. The same database gives the same bytes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

import site_templates
from kb import build as building
from kb import errors, pages, query, site_documents, site_overviews, site_pages, site_states
from kb.site_facts import Facts
from kb.site_posts import Posts
from kb.site_text import printable

if TYPE_CHECKING:
    from sqlite_utils import Database

MARKER = ".rightsgraph-site"
LANGUAGES = ("en",)
TITLE = "Rightsgraph"
TEMPLATES: dict[type[pages.Page], str] = {
    pages.IndexPage: "index.html",
    pages.PostPage: "post.html",
    pages.InstrumentsPage: "instruments.html",
    pages.InstrumentPage: "instrument.html",
    pages.ProvisionPage: "provision.html",
    pages.IssuePage: "issue.html",
    pages.MapPage: "map.html",
    pages.DocumentsPage: "documents.html",
    pages.DocumentPage: "document.html",
    pages.StatesPage: "states.html",
    pages.StatePage: "state.html",
    pages.AboutPage: "about.html",
}


class ForeignFolder(errors.KBError):
    """A folder or file stands at the site's place that rightsgraph did not make."""


class SiteReport(Struct, frozen=True, kw_only=True):
    """What was built: the folder, pages by template, and bytes written."""

    out: Path
    pages: dict[str, int]
    bytes: int

    @property
    def total(self) -> int:
        """How many pages there are."""
        return sum(self.pages.values())


def build(db: str | Path | Database, out: str | Path, *, lang: str = "en", base_url: str = "") -> SiteReport:
    """Build the site of a database.

    Args:
        db: The database's path, or the database itself, finished.
        out: The site's folder: missing, empty, or a site that was built before, which is replaced whole.
        lang: Language of the interface; headings and summaries come in it where they exist.
        base_url: Where the site will be published; then pages name their address and a site map is written.

    Returns:
        What was built.

    Raises:
        ForeignFolder: something else stands at ``out``.
        NotWritable: the folder above it is missing or cannot be written to.
        KBError: the language or the address cannot be used, or the database cannot be opened.
    """
    if lang not in LANGUAGES:
        raise errors.KBError(f"there is no site in {lang!r} yet", f"use --lang {' or '.join(LANGUAGES)}")
    if base_url and not base_url.startswith(("https://", "http://")):
        raise errors.KBError(f"--base-url {base_url}: not a web address", "give one like https://example.org/rights")
    target = Path(out).resolve()
    refuse_foreign(target)
    if not isinstance(db, str | Path):
        return _build(db, target, lang, base_url)
    opened = building.open_db(db)
    try:
        return _build(opened, target, lang, base_url)
    finally:
        opened.conn.close()


def refuse_foreign(out: Path) -> None:
    """Check that a site may be written to a folder.

    Raises:
        ForeignFolder: it holds something that rightsgraph did not make.
        NotWritable: the folder above it is missing or cannot be written to.
    """
    parent = out.parent
    if not parent.is_dir():
        raise errors.NotWritable(
            f"{parent}: no such folder", f"make it with `mkdir -p {parent}` or choose another --out"
        )
    if not os.access(parent, os.W_OK | os.X_OK):
        raise errors.NotWritable(f"{parent}: this folder cannot be written to", "choose another --out")
    if out.exists() and not out.is_dir():
        raise ForeignFolder(f"{out}: this is a file, not a folder", "choose another --out")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise ForeignFolder(
            f"{out}: this folder was not made by rightsgraph and is left as it is", "choose another --out"
        )


def contexts(facts: Facts) -> Iterator[pages.Page]:
    """All pages, in a fixed order; each is made when its turn comes."""
    yield site_overviews.index(facts)
    yield site_overviews.instruments(facts)
    yield site_overviews.issue_map(facts)
    yield site_documents.overview(facts)
    yield site_overviews.about(facts)
    posts = Posts(facts)
    ids = list(facts.posts)
    for at, post in enumerate(ids):
        yield posts.page(post, ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
    for work in facts.works:
        yield site_pages.instrument(facts, work)
    for place in facts.places:
        if place in facts.paged:
            yield site_pages.provision(facts, place)
    for document in facts.documents:
        yield site_documents.document(facts, document)
    for issue in facts.issues:
        yield site_overviews.issue(facts, issue)
    if facts.states:
        yield site_states.overview(facts)
    for code in facts.states:
        yield site_states.state(facts, code)


def render(site: pages.Site, page: pages.Page) -> str:
    """One page as HTML."""
    return str(_environment().get_template(TEMPLATES[type(page)]).render(site=site, page=page))


def _build(db: Database, target: Path, lang: str, base_url: str) -> SiteReport:
    record = query.build_record(db)
    site = pages.Site(
        title=TITLE,
        lang=lang,
        build=record.get("build_id", ""),
        date=record.get("date", ""),
        version=record.get("project_version", ""),
        base_url=base_url.rstrip("/"),
        states=bool(db.execute("select 1 from states").fetchone()),
    )
    numbers: dict[str, int] = {}
    written: dict[str, str] = {}
    size = 0
    with _replacing(target) as folder:
        env = _environment()
        templates = {kind: env.get_template(name) for kind, name in TEMPLATES.items()}
        for page in contexts(Facts(db, lang)):
            if page.path in written:
                raise errors.BadRecord(
                    f"{page.title!r} and {written[page.path]!r} would both be {page.path}",
                    "give one of them another id",
                )
            written[page.path] = page.title
            size += _write(folder / page.path, templates[type(page)].render(site=site, page=page))
            name = TEMPLATES[type(page)].removesuffix(".html")
            numbers[name] = numbers.get(name, 0) + 1
        for file in sorted((site_templates.folder() / "static").iterdir()):
            shutil.copyfile(file, folder / file.name)
            size += file.stat().st_size
        if site.base_url:
            size += _write(
                folder / "sitemap.xml", env.get_template("sitemap.xml").render(site=site, paths=sorted(written))
            )
        _write(folder / MARKER, f"rightsgraph site, build {site.build}\n")
    return SiteReport(out=target, pages=numbers, bytes=size)


def _write(path: Path, text: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8")
    path.write_bytes(data)
    return len(data)


def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(site_templates.folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    env.filters["number"] = lambda value: f"{value:,}"
    return env


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A new folder beside the target, swapped in when the block ends well; else nothing changes."""
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".building", dir=target.parent))
    old = beside.with_suffix(".old")
    try:
        yield beside
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o777 & ~mask)
        if target.exists():
            target.rename(old)
        try:
            beside.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
