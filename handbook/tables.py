"""The lists and tables of facts: contacts, services, promises, records, law, origins.

Each takes the community, the arguments of its directive and the locale, and copes with empty slots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple, get_args

from babel import Locale
from docutils import nodes

from handbook.community import Community, Day, LawTopic, Person, Service, ServiceKind
from handbook.shown import (
    Shown,
    _,
    filled,
    inline,
    language_name,
    last_checked,
    last_confirmed,
    listed,
    paragraph,
    value,
    words,
)
from handbook.values import Email, Phone, Url

DAYS = get_args(Day)


class Entry(NamedTuple):
    """One thing in a list: what it is, and what there is to say about it."""

    term: Shown
    lines: list[nodes.paragraph]


def handbook_title(name: str) -> str:
    """Return the title of the handbook of a group."""
    return _("%s handbook") % name


def _definitions(entries: Iterable[Entry], name: str) -> Shown:
    items = [
        nodes.definition_list_item("", nodes.term("", "", *entry.term), nodes.definition("", *entry.lines))
        for entry in entries
    ]
    return [nodes.definition_list("", *items, classes=["facts", name])] if items else []


def _table(head: list[str], rows: list[list[Shown]], name: str) -> Shown:
    def row(cells: Iterable[Shown]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", paragraph(*cell)) for cell in cells))

    group = nodes.tgroup("", cols=len(head))
    group += [nodes.colspec(colwidth=1) for _column in head]
    group += nodes.thead("", row([nodes.Text(text)] for text in head))
    group += nodes.tbody("", *(row(cells) for cells in rows))
    return [nodes.table("", group, classes=["facts", name])]


def _small(text: str, *more: nodes.Node) -> nodes.paragraph:
    return paragraph(text, *more, classes=["dated"])


def _ways(person: Person, locale: Locale) -> list[nodes.paragraph]:
    ways: list[tuple[str, Phone | Email | Url | None]] = [
        (_("Mail {value}"), person.email),
        (_("Call {value}"), person.phone),
        (_("Text {value}"), person.text),
        (_("Web: {value}"), person.url),
    ]
    return [paragraph(*filled(text, value=inline(way, locale)), classes=["way"]) for text, way in ways if way]


def _person(person: Person, limit: int, locale: Locale) -> Entry:
    about = [nodes.Text(f", {person.role}")] if person.role else []
    about += [nodes.Text(f" ({person.pronouns})")] if person.pronouns else []
    lines = _ways(person, locale)
    if person.languages:
        names = listed((language_name(code, locale) for code in person.languages), locale)
        lines.append(paragraph(_("Speaks: %s") % names))
    never = _("We do not know yet if this still works. To be sure, speak to an organizer at a meetup.")
    lines.append(_small(last_confirmed(person.confirmed, limit, locale, never)))
    return Entry([value("", person.name), *about], lines)


def contacts(community: Community, _keys: list[str], locale: Locale) -> Shown:
    """The people who take reports."""
    return _definitions(
        (_person(each, community.limits.contacts, locale) for each in community.contacts), "contacts"
    )


def outside(community: Community, _keys: list[str], locale: Locale) -> Shown:
    """The person or body outside the group, where one has agreed."""
    person = community.report.outside
    return _definitions([_person(person, community.limits.contacts, locale)] if person else [], "contacts")


def _purpose(kind: str) -> str:
    return {
        "police": _("Police, when it is not an emergency"),
        "crisis": _("Crisis line"),
        "mental-health-team": _("A mental-health team that comes to a person in crisis"),
        "sexual-violence": _("Sexual violence"),
        "partner-violence": _("Violence by a partner or someone at home"),
        "child-protection": _("A child or teenager who is being hurt"),
        "relay": _("Phone calls for people who are Deaf, hard of hearing or who cannot speak"),
    }[kind]


def _numbers(service: Service, emergency: Phone, locale: Locale) -> list[nodes.paragraph]:
    ways: list[Shown] = []
    if service.through_emergency:
        ways.append(filled(_("Call {number} and ask for it"), number=inline(emergency, locale)))
    if service.number:
        ways.append(filled(_("Call {value}"), value=inline(service.number, locale)))
    if service.toll_free:
        ways.append(filled(_("Toll-free {value}"), value=inline(service.toll_free, locale)))
    if service.text and service.text_word:
        word, number = value("", service.text_word), inline(service.text, locale)
        ways.append(filled(_("Text {word} to {number}"), word=word, number=number))
    elif service.text:
        ways.append(filled(_("Text {value}"), value=inline(service.text, locale)))
    if service.chat:
        ways.append(filled(_("Chat: {value}"), value=inline(service.chat, locale)))
    return [paragraph(*way, classes=["way"]) for way in ways]


def _span(first: str | None, last: str | None) -> str:
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _hours(service: Service, locale: Locale) -> Shown:
    said: Shown = []
    if service.always:
        said.append(nodes.Text(_("Day and night.")))
    elif service.opens and service.closes:
        times = _span(words(service.opens, locale), words(service.closes, locale))
        names = [locale.days["format"]["wide"][DAYS.index(day)] for day in service.days]
        days = f"{_span(names[0], names[-1])}, " if names else ""
        said.append(nodes.Text(f"{days}{times}."))
    if service.other_times:
        said += [
            nodes.Text(" "),
            *filled(_("At other times: {value}."), value=inline(service.other_times, locale)),
        ]
    return said


def _source(source: str | None, url: Url | None) -> Shown:
    if not source:
        return []
    where: nodes.Node = value("", source)
    if url:
        where = nodes.reference("", "", where, refuri=str(url), internal=False)
    return [nodes.Text(" "), *filled(_("Source: {source}."), source=where)]


def _service(service: Service, community: Community, locale: Locale, *, purpose: bool) -> Entry:
    lines = [paragraph(_purpose(service.kind))] if purpose else []
    lines += _numbers(service, community.emergency.number, locale)
    if hours := _hours(service, locale):
        lines.append(paragraph(*hours))
    if service.languages:
        names = listed((language_name(code, locale) for code in service.languages), locale)
        lines.append(paragraph(_("In %s.") % names))
    if service.interpreters:
        lines[-1] += nodes.Text(" " + _("Interpreters for more than %s languages.") % service.interpreters)
    checked = last_checked(service.checked, community.limits.services, locale)
    lines.append(_small(checked, *_source(service.source, service.url)))
    return Entry([value("", service.name)], lines)


def services(community: Community, keys: list[str], locale: Locale) -> Shown:
    """Lines and places that help, of the kinds named, in the order of the file; all without an argument.

    What a line is for is said where there is more than one kind; else the page around the list says it.
    """
    wanted = [each for each in community.services if not keys or each.kind in keys]
    purpose = len(keys) != 1
    return _definitions((_service(each, community, locale, purpose=purpose) for each in wanted), "services")


def _times_confirmed(when: date | None, community: Community, locale: Locale) -> nodes.paragraph:
    never = _("The organizers have not confirmed these times yet.")
    return _small(last_confirmed(when, community.limits.contacts, locale, never))


def promises(community: Community, _keys: list[str], locale: Locale) -> Shown:
    """What reporters can count on, and by when."""
    given = community.promises
    rows = [
        (_("You tell us in person: we listen"), _("At once")),
        (_("You write to us: we answer"), _("Within %s") % words(given.answer, locale)),
        (_("We tell you how it goes"), _("Within %s") % words(given.update, locale)),
        (_("We decide, or say in writing why not yet"), _("Within %s") % words(given.decision, locale)),
        (_("You can appeal after our decision"), _("For %s") % words(given.appeal, locale)),
        (_("We answer your appeal"), _("Within %s") % words(given.appeal_answer, locale)),
    ]
    head = [_("What"), _("Time")]
    table = _table(head, [[[nodes.Text(what)], [nodes.Text(when)]] for what, when in rows], "promises")
    return [*table, _times_confirmed(given.confirmed, community, locale)]


def retention(community: Community, _keys: list[str], locale: Locale) -> Shown:
    """How long each kind of record is kept, and who deletes it."""
    records = {
        "notes": _("Notes on paper"),
        "contact": _("How to reach you"),
        "report": _("Your report"),
        "sealed": _("A report that you asked us only to keep"),
        "decision": _("Our decision and its reasons"),
        "letters": _("Letters and mail about it"),
        "log": _("A list of cases without names"),
    }
    keepers = {"organizers": _("The organizers"), "outside": _("The contact outside the group")}
    if not community.retention:
        return []
    rows: list[list[Shown]] = [
        [
            [nodes.Text(records[each.record])],
            [nodes.Text(words(each.months, locale) or "")],
            [nodes.Text(keepers[each.keeper])],
        ]
        for each in community.retention
    ]
    oldest = min((each.confirmed for each in community.retention if each.confirmed), default=None)
    when = oldest if all(each.confirmed for each in community.retention) else None
    table = _table([_("Record"), _("Kept for"), _("Destroyed by")], rows, "retention")
    return [*table, _times_confirmed(when, community, locale)]


def health(community: Community, _keys: list[str], locale: Locale) -> Shown:
    """Where the facts on health come from, and when they were last checked."""
    facts = community.health
    if not facts.exam_hours:
        return []
    checked = last_checked(facts.checked, community.limits.services, locale)
    return [_small(checked, *_source(facts.source, facts.url))]


def law(community: Community, keys: list[str], locale: Locale) -> Shown:
    """Notes on the law of this place, on the topics named; all without an argument."""
    topics = {
        "child-abuse": _("Who must report child abuse"),
        "students": _("People who work at a university"),
        "recording": _("Recording a conversation"),
        "injunction": _("A court order against harassment"),
    }
    entries = []
    for note in community.law:
        if not keys or note.topic in keys:
            where = [value("", f"{note.citation}. ")] if note.citation else []
            checked = last_checked(note.checked, community.limits.law, locale)
            text = nodes.inline("", note.text, lang=str(community.community.language))
            lines = [
                paragraph(text),
                _small("", *where, nodes.Text(checked), *_source(note.source, note.url)),
            ]
            entries.append(Entry([nodes.Text(topics[note.topic])], lines))
    return _definitions(entries, "law")


def origins(community: Community, _keys: list[str], locale: Locale) -> Shown:
    """The works that this handbook was made from, as their licences ask."""
    entries = []
    for work in community.origins:
        title = nodes.reference("", "", value("", work.title), refuri=str(work.url), internal=False)
        lines = [paragraph(*filled(_("By {authors}."), authors=value("", work.authors)))]
        if work.licence and work.licence_url:
            licence = nodes.reference(
                "", "", value("", work.licence), refuri=str(work.licence_url), internal=False
            )
            lines.append(paragraph(*filled(_("Licence: {licence}."), licence=licence)))
        lines.append(_small(last_checked(work.checked, community.limits.links, locale)))
        entries.append(Entry([title], lines))
    return _definitions(entries, "origins")


TABLES: dict[str, Callable[[Community, list[str], Locale], Shown]] = {
    "contacts": contacts,
    "outside": outside,
    "services": services,
    "promises": promises,
    "retention": retention,
    "health": health,
    "law": law,
    "origins": origins,
}

# The words that a directive may name.
ARGUMENTS: dict[str, tuple[str, ...]] = {"services": get_args(ServiceKind), "law": get_args(LawTopic)}
