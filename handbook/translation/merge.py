"""Brings a catalog up to date with the template of its page, as gettext's msgmerge does."""

from __future__ import annotations

from babel.messages import Catalog, Message

FORMATS = ("python-format", "python-brace-format")  # flags that Babel gives to a text


def updated(catalog: Catalog, template: Catalog) -> Catalog:
    """Return a catalog with the texts of its template, in their order, and with every translation it had.

    A translation whose English has left the page is kept as obsolete, and is there again when its English is:
    what gettext's msgmerge does. Babel alone forgets what it has taken for a similar text.
    """
    former, displaced = {message.id: message for message in catalog if message.id}, []
    kept = [*catalog.obsolete.values()]
    for message in reversed(kept):  # the newest first
        now = former.get(message.id)
        better = not now or not now.string or (now.fuzzy and not message.fuzzy)
        if template.get(message.id) and better:
            former[message.id] = message
            displaced += [now] if now else []
    new = Catalog()
    for message in former.values():
        new[message.id] = message
    new.update(template)
    for message in new:
        source = former.get(message.previous_id[0] if message.previous_id else message.id)
        if not message.fuzzy:
            message.previous_id = []
        elif source and source.previous_id:  # the English that the translation was made for
            message.previous_id = source.previous_id
        previous = "".join(message.previous_id)
        if previous == message.id or "\n" in previous:  # no text of a page has a line break
            message.previous_id = []
        message.flags -= {*FORMATS} - Message(message.id).flags  # Babel keeps those of the former English
    there = {message.string for message in new}
    new.obsolete = {
        (message.id, message.string): message  # type: ignore[misc]
        for message in (*kept, *displaced, *former.values())
        if message.string and (message.string not in there or not (message.fuzzy or template.get(message.id)))
    }
    return new
