"""The people who take reports, inside the group and outside it, and the numbers for an emergency."""

from __future__ import annotations

from babel import Locale
from docutils import nodes

from handbook.config.community import Community
from handbook.config.decisions import abilities
from handbook.config.tables.people import Person, Report
from handbook.config.values.addresses import Email, Phone, Url
from handbook.facts.blocks import Definition, definitions, small
from handbook.facts.render import (
    Nodes,
    _,
    inline,
    interpolate,
    language_names,
    last_confirmed,
    listed,
    paragraph,
    text_node,
    value,
)


def _ways(person: Person, locale: Locale) -> list[nodes.paragraph]:
    ways: list[tuple[str, Phone | Email | Url | None]] = [
        (_("Email {value}"), person.email),
        (_("Call {value}"), person.phone),
        *((_("Call {value}"), number) for number in person.phones),
        (_("Text {value}"), person.text),
        (_("Web: {value}"), person.url),
    ]
    shown = [interpolate(text, value=inline(way, locale)) for text, way in ways if way]
    for each in person.messengers:
        app = nodes.reference("", "", value("", each.name), refuri=str(each.url), internal=False)
        shown.append(interpolate(_("Write with {app}"), app=app))
    return [paragraph(*way, classes=["way"]) for way in shown]


def _readers(given: Person | Report) -> list[nodes.paragraph]:
    """Return who can read what is sent there: people, and the company that keeps the mail."""
    lines = []
    if given.read_by:
        lines.append(paragraph(*interpolate(_("Read by {people}."), people=text_node(given.read_by))))
    if given.mail_host:
        host = value("", given.mail_host)
        text = _("{host} runs this mailbox, and could read what you send.")
        lines.append(paragraph(*interpolate(text, host=host)))
    return lines


def _about(person: Person) -> list[nodes.paragraph]:
    """Return what to know before one writes to a person: who can read it, and what they must report."""
    lines = _readers(person)
    if person.duty:
        lines.append(paragraph(text_node(person.duty)))
    return lines


def _person(person: Person, confirmed: str, locale: Locale) -> Definition:
    name: Nodes = [value("", person.name)]
    if person.role:
        name = interpolate(_("{name}, {role}"), name=name[0], role=text_node(person.role))
    if person.pronouns:
        name.append(nodes.Text(f" ({person.pronouns})"))
    lines = _ways(person, locale)
    if person.languages:
        names = language_names(person.languages, locale)
        lines.append(paragraph(*interpolate(_("Speaks: %s").replace("%s", "{names}"), names=names)))
    lines += [*_about(person), small(confirmed)]
    return Definition(name, lines)


def emergency(community: Community, _keys: list[str], locale: Locale) -> Nodes:
    """Every emergency number with what it is for, and the app; nothing where there is only one number."""
    given = community.emergency
    kinds = {
        "police": _("police"),
        "ambulance": _("ambulance"),
        "fire": _("fire department"),
        "mobile": _("from a cell phone"),
    }
    items = nodes.bullet_list("", classes=["emergency"])
    numbers = [(given.number, given.kinds), *((each.number, each.kinds) for each in given.more)]
    for number, meant in numbers if given.more else ():
        what = listed((kinds[kind] for kind in meant), locale) or _("any emergency")
        parts = {"what": nodes.Text(what), "number": inline(number, locale)}
        items += nodes.list_item("", paragraph(*interpolate(_("Call {number}: {what}"), **parts)))
    if given.app:
        name = value("", given.app_name or given.app)
        app = nodes.reference("", "", name, refuri=str(given.app), internal=False)
        items += nodes.list_item("", paragraph(*interpolate(_("With an app: {app}"), app=app)))
    return [items] if items.children else []


def untested(community: Community, *, answers: bool = True) -> str:
    """Return what stands beside an address that nobody has tried, and where to turn if nobody answers.

    A phone in a library is not `answers`: nobody waits for an answer from it.
    """
    if not answers:
        return _("We haven't tested this yet.")
    if abilities(community)["can.support"]:
        return _(
            "We haven't tested this yet. If nobody answers, tell a different organizer "
            "(not one you're reporting), or try Support."
        )
    return _(
        "We haven't tested this yet. If nobody answers, tell a different organizer "
        "(not one you're reporting)."
    )


def contacts(community: Community, _keys: list[str], locale: Locale) -> Nodes:
    """The people who take reports."""
    limit = community.limits.contacts
    never = untested(community)
    stale = _("Last confirmed %s: ask an organizer.")
    entries = (
        _person(each, last_confirmed(each.confirmed, limit, locale, never, stale), locale)
        for each in community.contacts
    )
    return definitions(entries, "contacts")


def group_lines(community: Community, keys: list[str], locale: Locale) -> Nodes:
    """The number, the text number and the mailbox that belong to no single person; nothing without any.

    With `readers`, who can read the mailbox stands below it, for those who decide whether to write.
    """
    given = community.report
    ways: list[tuple[str, Phone | Email | None]] = [
        (_("Call {value}"), given.phone),
        (_("Text {value}"), given.text),
        (_("Email {value}"), given.mailbox),
    ]
    items = [
        nodes.list_item("", paragraph(*interpolate(text, value=inline(way, locale)), classes=["way"]))
        for text, way in ways
        if way
    ]
    if given.mailbox and "readers" in keys:
        everyone = [] if given.read_by else [paragraph(_("Read by everyone who takes our reports."))]
        items[-1] += [*everyone, *_readers(given)]
    return [nodes.bullet_list("", *items, classes=["group-lines"])] if items else []


def outside(community: Community, _keys: list[str], locale: Locale) -> Nodes:
    """The person or body outside the group, and the group that covers for ours, where they have agreed.

    Who goes there may have nobody to ask among the organizers: no line sends them back.
    """
    never, stale = _("We haven't tested this yet."), _("Last confirmed %s: it may have changed.")
    limit = community.limits.contacts
    people = (community.report.outside, community.report.neighbor)
    return definitions(
        [
            _person(each, last_confirmed(each.confirmed, limit, locale, never, stale), locale)
            for each in people
            if each
        ],
        "contacts",
    )
