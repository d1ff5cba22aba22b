"""The directives that list facts: what each shows of a community.

Each takes the community, the arguments of its directive and the locale, and copes with empty slots.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import get_args

from babel import Locale
from docutils import nodes
from sphinx.addnodes import pending_xref

from handbook.config.community import Community
from handbook.config.decisions import abilities
from handbook.config.lookup import facts
from handbook.config.tables.dated import Agreed, Sourced
from handbook.config.tables.group import Link
from handbook.config.tables.people import Report
from handbook.config.tables.procedure import LawTopic
from handbook.config.tables.services import ServiceKind
from handbook.config.toml import Table
from handbook.facts.blocks import Definition, definitions, small, source_of, table
from handbook.facts.contacts import contacts, emergency, group_lines, outside, untested
from handbook.facts.render import (
    Nodes,
    _,
    inline,
    interpolate,
    last_checked,
    last_confirmed,
    localized,
    paragraph,
    text_node,
    verbatim,
)
from handbook.facts.services import numbers, numbers_in_short, services

ABOUT = ("source", "url", "checked", "confirmed")  # what says of a table how sure it is


def handbook_title(name: str) -> str:
    """Return the title of the handbook of a group."""
    return _("%s handbook") % name


def _times_confirmed(when: date | None, community: Community, locale: Locale) -> Nodes:
    """Say when these times were confirmed; that nobody has agreed to them yet, the page says near its top."""
    if not when:
        return []
    stale = _("Last confirmed %s: ask an organizer.")
    return [small(last_confirmed(when, community.limits.contacts, locale, "", stale))]


def promises(community: Community, _keys: list[str], locale: Locale) -> Nodes:
    """What reporters can count on, and by when."""
    given = community.promises
    alone = _("One of us had to act alone: another with no ties to the case goes over it, if there is one")
    reviewed = [alone] if abilities(community)["can.another"] else []  # nobody else can go over it
    rows = [
        (_("You tell us in person: we listen"), _("At once")),
        (_("You write to us: we answer"), _("Within %s") % localized(given.answer, locale)),
        (_("We tell you how it's going"), _("Within %s") % localized(given.update, locale)),
        (
            _("We decide, or tell you in writing why we haven't yet"),
            _("Within %s") % localized(given.decision, locale),
        ),
        *((each, _("Within %s") % localized(given.review, locale)) for each in reviewed),
        (_("You can appeal our decision"), _("Within %s") % localized(given.appeal, locale)),
        (_("We answer your appeal"), _("Within %s") % localized(given.appeal_answer, locale)),
    ]
    head = [_("What we do"), _("By when")]
    cells: list[list[Nodes]] = [[[nodes.Text(text)] for text in row] for row in rows]
    return [*table(head, cells, "facts", "promises"), *_times_confirmed(given.confirmed, community, locale)]


def retention(community: Community, _keys: list[str], locale: Locale) -> Nodes:
    """How long each kind of record is kept, and who deletes it."""
    records = {
        "notes": _("Our own rough notes on paper"),
        "contact": _("How to reach you"),
        "report": _("Your report"),
        "sealed": _("A report that you asked us only to keep"),
        "decision": _("Our decision and its reasons"),
        "letters": _("Letters and email about it"),
        "log": _("A list of cases without names"),
    }
    keepers = {"organizers": _("The organizers"), "outside": _("The contact outside the group")}
    if not community.retention:
        return []
    rows: list[list[Nodes]] = [
        [
            [nodes.Text(records[each.record])],
            [nodes.Text(localized(each.months, locale) or "")],
            [nodes.Text(keepers[each.keeper])],
        ]
        for each in community.retention
    ]
    oldest = min((each.confirmed for each in community.retention if each.confirmed), default=None)
    when = oldest if all(each.confirmed for each in community.retention) else None
    head = [_("Record"), _("Kept for"), _("Destroyed by")]
    if len({each.keeper for each in community.retention}) == 1:  # each row would say the same
        head, rows = head[:2], [row[:2] for row in rows]
    return [*table(head, rows, "facts", "retention"), *_times_confirmed(when, community, locale)]


def agreement(community: Community, _keys: list[str], locale: Locale) -> Nodes:
    """Whether the organizers stand behind the promises of this page: since when, or that they do not yet.

    Until they do, a reader must learn it before a promise, and learn where somebody surely answers.
    """
    agreed = community.agreement
    if agreed.since and agreed.by:
        since = interpolate(
            _("Agreed by {who}. In force since {day}."),
            who=text_node(agreed.by),
            day=nodes.Text(localized(agreed.since, locale) or ""),
        )
        if agreed.review:
            since += [nodes.Text(" " + _("We'll look at it again by %s.") % localized(agreed.review, locale))]
        return [paragraph(*since, classes=["dated", "agreement"])]
    if not abilities(community)["can.support"]:
        alone = _(
            "If you need someone today, turn to a person you trust, such as a friend or a doctor. The "
            "organizers haven't agreed to this handbook yet, so nobody can be sure that its promises will be "
            "kept, or that anyone reads what is sent to the addresses in it."
        )
        return [nodes.container("", paragraph(alone), classes=["agreement", "not-agreed"])]
    support = pending_xref(
        "",
        nodes.inline("", _("Support")),
        refdomain="std",
        reftype="ref",
        reftarget="support-lines",
        refexplicit=True,
    )
    text = interpolate(
        _(
            "If you need someone today, start with {support}. The organizers haven't agreed to this handbook "
            "yet, so nobody can be sure that its promises will be kept, or that anyone reads what is sent to "
            "the addresses in it."
        ),
        support=support,
    )
    return [nodes.container("", paragraph(*text), classes=["agreement", "not-agreed"])]


def doors(community: Community, _keys: list[str], locale: Locale) -> Nodes:
    """Ways outside the group that need nobody's consent, each with what it cannot do."""
    entries = []
    for door in community.doors:
        ways = [
            (_("Email {value}"), door.email),
            (_("Call {value}"), door.phone),
            (_("Web: {value}"), door.url),
        ]
        lines = [paragraph(text_node(door.limit))]
        lines += [
            paragraph(*interpolate(text, value=inline(way, locale)), classes=["way"])
            for text, way in ways
            if way
        ]
        lines.append(
            small(
                last_checked(door.checked, community.limits.services, locale), *source_of(door.source, None)
            )
        )
        entries.append(Definition([text_node(door.name)], lines))
    return definitions(entries, "doors")


def checked(community: Community, keys: list[str], locale: Locale) -> Nodes:
    """When the facts named were last checked or confirmed, and where they stand; nothing for empty slots."""
    known = facts(community)
    return [_checked(known[key], community, locale) for key in keys if _says_something(known[key])]


def _checked(fact: Sourced | Agreed | Link, community: Community, locale: Locale) -> nodes.paragraph:
    limits = community.limits
    if isinstance(fact, Sourced):
        return small(last_checked(fact.checked, limits.services, locale), *source_of(fact.source, fact.url))
    if isinstance(fact, Link):
        return small(last_checked(fact.checked, limits.links, locale))
    never = untested(community, answers=isinstance(fact, Report))
    stale = _("Last confirmed %s: ask an organizer.")
    return small(last_confirmed(fact.confirmed, limits.contacts, locale, never, stale))


def _says_something(fact: Table | None) -> bool:
    """Tell whether a table has a fact of its own: a table in it carries its own date."""
    return any(each for name, each in fact or () if name not in ABOUT and not isinstance(each, Table))


def law(community: Community, keys: list[str], locale: Locale) -> Nodes:
    """Notes on the law of this place, on the topics named; all without an argument."""
    topics = {
        "child-abuse": _("Who must report child abuse"),
        "students": _("People who work at a university"),
        "recording": _("Recording a conversation"),
        "injunction": _("A court order against harassment"),
        "privacy": _("Your data"),
        "imprint": _("Who is responsible for this website"),
        "duty-to-help": _("A duty to help"),
        "evidence": _("What must be kept for a court"),
        "adults-at-risk": _("Adults who can't protect themselves"),
        "entry": _("Who may refuse entry"),
        "liability": _("Who answers for the group, and insurance"),
    }
    entries = []
    for note in community.law:
        if not keys or note.topic in keys:
            where = interpolate(_("{citation}. "), citation=verbatim(note.citation)) if note.citation else []
            checked = last_checked(note.checked, community.limits.law, locale)
            lines = [
                paragraph(text_node(note.text)),
                small("", *where, nodes.Text(checked), *source_of(note.source, note.url)),
            ]
            title = text_node(note.title) if note.title else nodes.Text(topics[note.topic])
            entries.append(Definition([title], lines))
    return definitions(entries, "law")


TABLES: dict[str, Callable[[Community, list[str], Locale], Nodes]] = {
    "emergency": emergency,
    "agreement": agreement,
    "doors": doors,
    "contacts": contacts,
    "group-lines": group_lines,
    "outside": outside,
    "services": services,
    "numbers": numbers,
    "numbers-in-short": numbers_in_short,
    "promises": promises,
    "retention": retention,
    "checked": checked,
    "law": law,
}

# The words that a directive may name.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "services": get_args(ServiceKind),
    "numbers": get_args(ServiceKind),
    "numbers-in-short": get_args(ServiceKind),
    "law": get_args(LawTopic),
    "group-lines": ("readers",),
    "checked": ("emergency", "health", "meetup", "report", "links.pycon"),
}
