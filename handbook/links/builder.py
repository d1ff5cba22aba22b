"""`make links`: asks the internet whether the links of the pages and of community.toml still live.

The asking is done by Sphinx's own linkcheck builder, in a process of its own that is ended at a time limit: a
server that answers one byte at a time would hold it for ever. What becomes of each link goes into a journal,
line by line, so that nothing is lost when that process ends.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from urllib.parse import quote

import sphinx
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.linkcheck import (
    CheckExternalLinksBuilder,
    Hyperlink,
    HyperlinkCollector,
)
from sphinx.util.nodes import traverse_parent
from sphinx.util.typing import ExtensionMetadata

from handbook.config import community, lookup
from handbook.config.toml import SettingsError
from handbook.links import report as link_report
from handbook.links import rules as link_rules
from handbook.links.checker import Journal, PoliteChecker
from handbook.links.verdicts import PROBLEMS

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRESS_SECONDS = 3


class LinksBuilder(CheckExternalLinksBuilder):
    """Sphinx's linkcheck, over the pages and community.toml, with the exceptions of links.toml."""

    # The name stays "linkcheck": Sphinx collects links for a builder of that name only.

    def init(self) -> None:
        """Read the exceptions and set what the handbook does not leave to chance."""
        super().init()
        self.places: dict[str, list[str]] = defaultdict(list)
        root, config = Path(self.confdir), self.config
        rules = link_rules.load(root / "links.toml")
        facts = community.load(root / "community.toml")
        config.linkcheck_ignore = [rule.link.pattern for rule in rules.ignored]
        config.linkcheck_allowed_redirects = {rule.link: rule.to for rule in rules.redirects}
        config.linkcheck_report_timeouts_as_broken = True  # Sphinx asks again only for what is broken
        config.linkcheck_rate_limit_timeout = config.links_wait
        config.user_agent = user_agent(facts.community.short_name, facts.handbook.url)
        for key, uri in lookup.addresses(facts):
            self.places[uri].append(f"community.toml: {key}")
            self.hyperlinks[uri] = Hyperlink(uri, "community.toml", self.confdir / "community.toml", -1)
        self.events.connect("doctree-resolved", self.note_places, priority=900)

    def note_places(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Note each place of each link, "docs/page.md:12"; Sphinx keeps the first page only."""
        collector = HyperlinkCollector(doctree)
        for node in doctree.findall(nodes.Element):
            if uri := collector.find_uri(node):
                place = self.place(node, docname)
                if place not in self.places[uri]:
                    self.places[uri].append(place)

    def place(self, node: nodes.Element, docname: str) -> str:
        """Return file and line of a node; where a page includes another file, that file."""
        parents = list(traverse_parent(node))
        page = self.env.doc2path(docname)
        source = page.parent / next((each.source for each in parents if each.source), page)
        path = source.relative_to(self.confdir) if source.is_relative_to(self.confdir) else source
        line = next((f":{each.line}" for each in parents if each.line), "")  # generated nodes have none
        return path.as_posix() + line

    def finish(self) -> None:
        """Write the plan, then ask for each link."""
        web = {uri: link for uri, link in self.hyperlinks.items() if uri.startswith(("http:", "https:"))}
        journal = Journal(Path(self.outdir) / "journal.jsonl", {uri: self.places[uri] for uri in web})
        for result in PoliteChecker(self.config, journal).check(web):
            journal.write(result.uri, result.status, result.code, result.message)


def user_agent(name: str, url: str) -> str:
    """Tell the hosts who asks, and why. Header values are ASCII."""
    who = f"{quote(name, safe=' ')} link check (+{quote(url, safe=':/%')}; do our links to you still work?)"
    return f"{who} Sphinx/{sphinx.__version__}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_config_value("links_wait", 120, "", types=frozenset({int}))
    app.add_builder(LinksBuilder, override=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def parse(argv: list[str]) -> argparse.Namespace:
    """Read the options of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m handbook links", description="Ask whether the links still live."
    )
    parser.add_argument(
        "--root", type=Path, default=ROOT, help="the folder with conf.py, docs/ and links.toml"
    )
    numbers = {
        "limit": (600, "seconds for the whole run"),
        "timeout": (20, "seconds to wait for a word from a server"),
        "retries": (2, "how often to ask when it fails"),
        "workers": (3, "how many links to ask for at a time"),
        "wait": (120, "seconds to wait for a host that says we ask too often"),
    }
    for name, (default, text) in numbers.items():
        parser.add_argument(
            f"--{name}", type=int, default=default, metavar="N", help=f"{text} (default: {default})"
        )
    return parser.parse_args(argv)


def run_check(options: argparse.Namespace, root: Path, journal: Path) -> int | None:
    """Run linkcheck and show how far it is. Return its exit code, or None when it had to be ended."""
    settings = {
        "links_wait": options.wait,
        "linkcheck_timeout": options.timeout,
        "linkcheck_retries": options.retries,
        "linkcheck_workers": options.workers,
    }
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", "-c", str(root)]
    command += [word for name, value in settings.items() for word in ("-D", f"{name}={value}")]
    command += [str(root / "docs"), str(journal.parent)]
    end = time.monotonic() + options.limit
    child = subprocess.Popen(command)
    try:
        while (left := end - time.monotonic()) > 0:
            try:
                return child.wait(min(PROGRESS_SECONDS, left))
            except subprocess.TimeoutExpired:
                print(link_report.progress(link_report.read_journal(journal)), flush=True)
        return None
    finally:
        child.kill()
        child.wait()


def main(argv: list[str]) -> int:
    """Check the links and write the report to build/links.md; return 0 when all is well, else 1.

    Facts that have grown old are told there too: pages are not made anew while nobody touches them, but this
    runs every week.
    """
    from handbook.commands.check import (
        old_facts,  # Sphinx loads this file for every build, which needs no checks
    )

    options = parse(argv)
    root: Path = options.root.resolve()
    journal, report = root / "build" / "links" / "journal.jsonl", root / "build" / "links.md"
    journal.parent.mkdir(parents=True, exist_ok=True)
    for old in (journal, report):
        old.unlink(missing_ok=True)
    try:
        rules = link_rules.load(root / "links.toml")
        aged = old_facts(community.load(root / "community.toml"), date.today(), undated=False)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    code = run_check(options, root, journal)
    if code or not journal.exists():
        late = f"the pages took more than {options.limit} seconds; run it again with a longer --limit"
        print(f"The links were not checked: {'see the error above' if code else late}.", file=sys.stderr)
        return 1
    findings = [link_report.judge(link) for link in link_report.read_journal(journal)]
    hints = link_rules.unused(rules, [each.link.uri for each in findings])
    text = link_report.render(findings, hints, aged)
    report.write_text(text, "utf-8")
    print(text, end="")
    return int(bool(aged) or any(each.group in PROBLEMS for each in findings))
