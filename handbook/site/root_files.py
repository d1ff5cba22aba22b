"""The files at the root of the site: ways to the languages, old addresses, what servers and robots read."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from os.path import relpath
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from handbook.config import project
from handbook.config.community import Community
from handbook.config.languages import FRAME, Languages, tag
from handbook.html import keep_offline
from handbook.html.context import CONTENT_SECURITY_POLICY, ICON
from handbook.site import redirects

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "root"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def pages(site: Path, language: str) -> list[str]:
    """Return the address of each page of a language below its folder, without those that nobody looks for."""
    folder = site / language
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return [page for page in found if page not in ("404.html", "search.html")]


def frame(top: Path, language: str) -> Callable[[str], str]:
    """Return what translates the words of the frame, compiled while the pages were built."""
    locales = project.language_folder(top / project.LOCALES, language).parent
    return gettext.translation(FRAME, locales, [language], fallback=True).gettext


def write(top: Path, site: Path, community: Community, table: Languages) -> None:
    """Write the files at the root of `site`, where the pages of all languages are built."""
    built = table.built()
    first = table.first(community.community.language)
    built = {first: built[first]} | built
    base = str(community.handbook.url)
    listed = [code for code, row in built.items() if row.status != "draft"]  # drafts ask not to be listed
    common = {"base": base, "languages": built, "first": first, "community": community, "tag": tag}
    common |= {"content_security_policy": CONTENT_SECURITY_POLICY, "icon": ICON}
    common["words"] = {code: frame(top, code) for code in built}
    files = {
        "worker.js": TEMPLATES.get_template("worker.js").render(common),
        "index.html": TEMPLATES.get_template("index.html").render(common),
        "robots.txt": TEMPLATES.get_template("robots.txt").render(common),
        "_headers": TEMPLATES.get_template("_headers").render(common),
        "sitemap.xml": TEMPLATES.get_template("sitemap.xml").render(
            common, listed=listed, pages=[(code, page) for code in listed for page in pages(site, code)]
        ),
    }
    # What hosts show at a wrong address.
    wrong = (site / first / "404.html").rename(site / "404.html")
    if len(built) > 1:
        files["languages.js"] = TEMPLATES.get_template("languages.js").render()
        files["everywhere.js"] = TEMPLATES.get_template("everywhere.js").render()
        block = TEMPLATES.get_template("everywhere.html").render(common, folder=urlsplit(base).path)
        files["404.html"] = wrong.read_text("utf-8").replace("</main>", f"{block}</main>", 1)
    moved = [(first, each.old.lstrip("/"), f"{first}/{each.page}.html") for each in community.redirects]
    for old, new in redirects.moved(top / "docs").items():
        moved += [(code, f"{code}/{old}.html", f"{code}/{new}.html") for code in built]
    for code, old, new in moved:
        link = relpath(new, Path(old).parent)
        page = TEMPLATES.get_template("moved.html")
        files[old] = page.render(common, language=code, link=link, address=base + new)
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (site / keep_offline.LIST).write_text(keep_offline.listing(site, ["index.html"]), "utf-8")
