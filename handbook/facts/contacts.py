"""Those who help: the people who take reports, and the services outside the group."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import get_args

from babel import Locale
from docutils import nodes

from handbook.config.community import Community, Day, Person, Service
from handbook.config.values import Email, Phone, Url
from handbook.facts.entries import Entry, definitions, fold, small, source_of
from handbook.facts.render import (
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
    written,
)

DAYS = get_args(Day)


def _ways(person: Person, locale: Locale) -> list[nodes.paragraph]:
    ways: list[tuple[str, Phone | Email | Url | None]] = [
        (_("Email {value}"), person.email),
        (_("Call {value}"), person.phone),
        *((_("Call {value}"), number) for number in person.phones),
        (_("Text {value}"), person.text),
        (_("Web: {value}"), person.url),
    ]
    shown = [filled(text, value=inline(way, locale)) for text, way in ways if way]
    for each in person.messengers:
        app = nodes.reference("", "", value("", each.name), refuri=str(each.url), internal=False)
        shown.append(filled(_("Write with {app}"), app=app))
    return [paragraph(*way, classes=["way"]) for way in shown]


def _about(person: Person) -> list[nodes.paragraph]:
    """Return what to know before one writes to a person: who can read it, and what they must report."""
    lines = []
    if person.read_by:
        lines.append(paragraph(*filled(_("Read by {people}."), people=written(person.read_by))))
    if person.mail_host:
        host = value("", person.mail_host)
        lines.append(paragraph(*filled(_("{host} carries this email, and could read it."), host=host)))
    if person.duty:
        lines.append(paragraph(written(person.duty)))
    return lines


def _person(person: Person, confirmed: str, locale: Locale) -> Entry:
    name: Shown = [value("", person.name)]
    if person.role:
        name = filled(_("{name}, {role}"), name=name[0], role=written(person.role))
    if person.pronouns:
        name.append(nodes.Text(f" ({person.pronouns})"))
    lines = _ways(person, locale)
    if person.languages:
        names = listed((language_name(code, locale) for code in person.languages), locale)
        lines.append(paragraph(_("Speaks: %s") % names))
    lines += [*_about(person), small(confirmed)]
    return Entry(name, lines)


def emergency(community: Community, _keys: list[str], locale: Locale) -> Shown:
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
        items += nodes.list_item("", paragraph(*filled(_("Call {number}: {what}"), **parts)))
    if given.app:
        name = value("", given.app_name or given.app)
        app = nodes.reference("", "", name, refuri=str(given.app), internal=False)
        items += nodes.list_item("", paragraph(*filled(_("With an app: {app}"), app=app)))
    return [items] if items.children else []


def contacts(community: Community, _keys: list[str], locale: Locale) -> Shown:
    """The people who take reports."""
    limit = community.limits.contacts
    never = _("We haven't tested this yet. If nobody answers, find an organizer at a meetup, or try Support.")
    stale = _("Last confirmed %s: ask an organizer.")
    entries = (
        _person(each, last_confirmed(each.confirmed, limit, locale, never, stale), locale)
        for each in community.contacts
    )
    return definitions(entries, "contacts")


def group_lines(community: Community, _keys: list[str], locale: Locale) -> Shown:
    """The number, the text number and the mailbox that belong to no single person; nothing without any."""
    given = community.report
    ways: list[tuple[str, Phone | Email | None]] = [
        (_("Call {value}"), given.phone),
        (_("Text {value}"), given.text),
        (_("Email {value}"), given.mailbox),
    ]
    items = [
        nodes.list_item("", paragraph(*filled(text, value=inline(way, locale)), classes=["way"]))
        for text, way in ways
        if way
    ]
    return [nodes.bullet_list("", *items, classes=["group-lines"])] if items else []


def outside(community: Community, _keys: list[str], locale: Locale) -> Shown:
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


def _purpose(kind: str) -> str:
    return {
        "police": _("Police, when it is not an emergency"),
        "crisis": _("Crisis line"),
        "mental-health-team": _("A mental-health team that comes to a person in crisis"),
        "sexual-violence": _("Sexual violence"),
        "partner-violence": _("Violence by a partner or someone at home"),
        "intimate-images": _("Sexual pictures of you online"),
        "child-protection": _("A child or teenager who is being hurt"),
        "young-people": _("Young people"),
        "lgbtq": _("LGBTQ people"),
        "deaf": _("Deaf people"),
        "immigrants": _("Immigrants"),
        "legal-help": _("Legal help"),
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
    if service.videophone:
        ways.append(filled(_("Videophone {value}"), value=inline(service.videophone, locale)))
    if service.chat:
        ways.append(filled(_("Chat: {value}"), value=inline(service.chat, locale)))
    if service.url and not ways:
        ways.append(filled(_("Web: {value}"), value=inline(service.url, locale)))
    return [paragraph(*way, classes=["way"]) for way in ways]


def _span(first: str | None, last: str | None) -> str:
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _days(service: Service, locale: Locale) -> str:
    """Return "Monday to Friday" only where every day between is meant; two days are no span."""
    numbers = [DAYS.index(day) for day in service.days]
    names = [locale.days["format"]["wide"][number] for number in numbers]
    if len(names) > 2 and all((later - day) % 7 == 1 for day, later in pairwise(numbers)):
        return _span(names[0], names[-1])
    return listed(names, locale)


def _hours(service: Service, locale: Locale) -> Shown:
    said: Shown = []
    if service.always:
        said.append(nodes.Text(_("Day and night.")))
    elif service.opens and service.closes:
        times = _span(words(service.opens, locale), words(service.closes, locale))
        when = {"days": _days(service, locale), "times": times}
        said.append(nodes.Text((_("%(days)s, %(times)s.") if service.days else _("%(times)s.")) % when))
    if service.other_times:
        said += [
            nodes.Text(" "),
            *filled(_("At other times: {value}."), value=inline(service.other_times, locale)),
        ]
    return said


def _service(service: Service, community: Community, locale: Locale, *, purpose: bool) -> Entry:
    lines = [paragraph(_purpose(service.kind))] if purpose else []
    lines += _numbers(service, community.emergency.number, locale)
    if hours := _hours(service, locale):
        lines.append(paragraph(*hours))
    if service.languages:
        names = listed((language_name(code, locale) for code in service.languages), locale)
        lines.append(paragraph(_("In %s.") % names))
    if service.interpreters:
        if not service.languages:
            lines.append(paragraph())
        lines[-1] += nodes.Text(" " + _("Interpreters for more than %s languages.") % service.interpreters)
    if service.note:
        lines.append(paragraph(written(service.note)))
    return Entry([value("", service.name)], lines)


def of_kinds(community: Community, kinds: Collection[str]) -> list[Service]:
    """Return the services of the kinds named, in the order of the file; all without a kind."""
    return [each for each in community.services if not kinds or {each.kind, *each.also} & {*kinds}]


def services(community: Community, keys: list[str], locale: Locale) -> Shown:
    """Lines and places that help, of the kinds named, in the order of the file; all without an argument.

    What a line is for is said where there is more than one kind; else the page around the list says it.
    """
    wanted = of_kinds(community, keys)
    purpose = len(keys) != 1
    return definitions((_service(each, community, locale, purpose=purpose) for each in wanted), "services")


def how_sure(shown: Collection[Service], community: Community, locale: Locale) -> nodes.paragraph:
    """Return the sentence on when services were checked, which stands above the first list of a page."""
    days = {each.checked for each in shown}
    if days == {None}:
        return small(_("We have not tried these lines ourselves. If one does not work, please tell us."))
    if None in days:
        return small(_("We have checked only some of this. Which, and when, stands with the sources below."))
    return small(last_checked(min(filter(None, days)), community.limits.services, locale))


def sources_of(shown: Collection[Service], community: Community, locale: Locale) -> Shown:
    """Return the fold with where the services stand that a page has shown, and when each was checked."""
    some = any(each.checked for each in shown)
    items = nodes.bullet_list("")
    for each in shown:
        said: Shown = (
            [nodes.Text(" " + last_checked(each.checked, community.limits.services, locale))] if some else []
        )
        said += source_of(each.source, each.url)
        if said:
            items += nodes.list_item("", paragraph(value("", each.name), nodes.Text("."), *said))
    return [fold("", items, label=_("Where this comes from"))] if items.children else []
