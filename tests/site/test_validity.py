"""The built site as the checkers of others judge it: valid HTML and CSS, and no link that breaks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from helpers.paths import ROOT
from helpers.pdf import QUICK

from handbook.config.community import Community

NU = ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"
LYCHEE = Path(sys.executable).with_name("lychee")

# Warnings of the Nu checker that we live with, each with its reason.
ALLOWED = {
    # For a file: address 'self' is nobody. test_first_visit.py asks a browser at a real address.
    r"Resource violates Content Security Policy \(meta tag\): (external \w+|image) “[\w./-]+” blocked.*",
    # It guesses the language of the words, and does not know Hmong.
    r"This document appears to be written in \w+ but the “html” start tag has “lang=\"hmn\"”.*",
}


def judge(*files: Path) -> list[str]:
    """Return what the Nu checker finds in HTML and CSS files, but for what is allowed."""
    java = ["java", *QUICK, "-Xss8m", "-jar", NU]  # less thorough compiled, its schema needs a deeper stack
    options = ["--stdout", "--exit-zero-always", "--format", "json", "--also-check-css"]
    done = subprocess.run([*java, *options, *files], capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [
        f"{each['url']}:{each.get('lastLine', '')}: {each['message']}"
        for each in found
        if not any(re.fullmatch(allowed, each["message"]) for allowed in ALLOWED)
    ]


def broken_links(site: Path, address: str) -> list[str]:
    """Return the links inside a site that lead nowhere; its full addresses count as links inside."""
    command = [LYCHEE, "--offline", "--include-fragments=full", "--no-progress", "--format", "json"]
    inside = ["--root-dir", site, "--remap", f"^{re.escape(address)} {site.as_uri()}/"]
    done = subprocess.run([*command, *inside, site], capture_output=True, text=True)
    assert done.returncode in (0, 2), done.stderr  # 2: there are broken links
    report = json.loads(done.stdout)
    assert report["successful"] > 0
    return [
        f"{page}:{link['span']['line']}: {link['url']}: {link['status']['text']}"
        for page, links in report["error_map"].items()
        for link in links
    ]


def test_html_and_css_are_valid_and_the_nu_checker_is_awake(site: Path, tmp_path: Path) -> None:
    page = '<!doctype html><html lang="en"><title>A</title><p role="heading">B</p></html>'
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "style.css").write_text("p { colour: red }")
    spoilt = [tmp_path / "page.html", tmp_path / "style.css"]
    styles = {file.read_bytes(): file for file in site.rglob("*.css")}  # each language has a copy of the same
    files = [*site.rglob("*.html"), *styles.values()]
    assert {file.suffix for file in files} == {".html", ".css"}
    found = judge(*files, *spoilt)  # one start of Java for all
    ours = [line for line in found if not line.startswith(f"file:{tmp_path}/")]
    assert ours == [], "\n".join(ours)
    html, css = found
    assert "aria-level" in html
    assert "colour" in css


def test_every_link_inside_leads_somewhere(site: Path, facts: Community) -> None:
    found = broken_links(site, str(facts.handbook.url))
    assert found == [], "\n".join(found)


def test_lychee_is_awake(tmp_path: Path) -> None:
    here, gone = ("https://example.org/b.html#here", "https://example.org/c.html")
    links = [
        "b.html#here",
        "b.html#gone",
        "/b.html",
        "/gone.html",
        "c.html",
        here,
        gone,
        "https://elsewhere.test/",
    ]
    (tmp_path / "a.html").write_text("".join(f'<p><a href="{link}">a link</a></p>\n' for link in links))
    (tmp_path / "b.html").write_text('<h1 id="here">B</h1>')
    found = sorted(broken_links(tmp_path, "https://example.org/"))
    assert [int(line.split(":")[1]) for line in found] == [2, 4, 5, 7], found
