"""`make links`: asks the internet whether the links of the pages and of community.toml still live."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from handbook.commands.left import old_facts
from handbook.config import lookup, project
from handbook.config.toml import SettingsError, called
from handbook.links import lychee, report
from handbook.links import rules as link_rules
from handbook.links.lychee import Answer, Asker
from handbook.links.verdicts import PROBLEMS, judge

PROGRESS_SECONDS = 3


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    numbers = {
        "limit": (600, "seconds for the whole run"),
        "timeout": (20, "seconds to wait for an answer"),
        "retries": (2, "how often to ask when it fails"),
        "workers": (3, "how many hosts to ask at a time"),
        "wait": (120, "seconds to wait for a host that says we ask too often"),
    }
    for name, (default, text) in numbers.items():
        parser.add_argument(
            f"--{name}", type=int, default=default, metavar="N", help=f"{text} (default: {default})"
        )


def ask_all(asker: Asker, uris: list[str], workers: int) -> dict[str, Answer]:
    """Ask for each link, host by host, and show how far it is; what is left out had no time."""
    hosts, news = defaultdict(list), dict[str, Answer | None]()
    for uri in uris:
        hosts[urlsplit(uri).netloc].append(uri)
    with ThreadPoolExecutor(workers) as pool:
        asking = {pool.submit(asker.ask_host, each, news.__setitem__) for each in hosts.values()}
        while wait(asking, PROGRESS_SECONDS).not_done:
            states = [*news.values()]
            done = len(states) - states.count(None)
            print(f"{done} of {len(uris)} links checked, {len(states) - done} being asked ...", flush=True)
        for each in asking:
            each.result()
    return {uri: answer for uri, answer in news.items() if answer}


def run(root: Path, options: Namespace) -> int:
    """Check the links and write the report to build/links.md; return 0 when all is well, else 1.

    Facts that have grown old are told there too: pages are not made anew while nobody touches them, but this
    runs every week.
    """
    out = root / "build" / "links.md"
    out.unlink(missing_ok=True)
    end = time.monotonic() + options.limit
    try:
        rules = link_rules.load_rules(root / "links.toml")
        facts, file = project.read_facts(root), called(project.facts_file(root))
        places = lychee.find(root)
        for key, uri in lookup.addresses(facts):
            places.setdefault(uri, []).append(f"{file}: {key}")
        agent = lychee.user_agent(facts.community.short_name, facts.handbook.url)
        asker = Asker(agent, options.timeout, options.retries, options.wait, end)
        asked = [uri for uri in places if not any(each.link.match(uri) for each in rules.ignored)]
        answers = ask_all(asker, asked, options.workers)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The links were not checked: {error}. Set up again: make check", file=sys.stderr)
        return 1
    findings = [judge(uri, places[uri], answers.get(uri), rules) for uri in places]
    old = old_facts(facts, date.today(), undated=False)
    text = report.render(findings, link_rules.unused(rules, places), old)
    out.parent.mkdir(exist_ok=True)
    out.write_text(text, "utf-8")
    print(text, end="")
    return int(bool(old) or any(each.group in PROBLEMS for each in findings))
