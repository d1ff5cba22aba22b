// Counts the days of a case or of a year, and makes a file of them for a calendar. What is typed is in these fields and nowhere else.
const template = document.querySelector("#case-file");
const blocks = [...document.querySelectorAll(".case-dates")];
const { lang } = blocks[0].closest("[lang]");
const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

// -- Counting. A day is a text such as 2028-02-29: it has no hour that a time zone could move.

const text = (date) => date.toISOString().slice(0, 10);

/** Return the day after a length (P7D, P1W, P36M). A month ends on the same number, or with its last day. */
function later(day, length) {
  const [, count, unit] = /^P(\d+)([DWM])$/.exec(length);
  const [year, month, date] = day.split("-").map(Number);
  if (unit === "M") {
    const last = new Date(Date.UTC(year, month + Number(count), 0)).getUTCDate();
    return text(new Date(Date.UTC(year, month - 1 + Number(count), Math.min(date, last))));
  }
  return text(new Date(Date.UTC(year, month - 1, date + count * (unit === "W" ? 7 : 1))));
}

/** Return the day, and the moment too where hours are counted from a time. Without a time, 24 hours are a day. */
function due(day, time, length) {
  const hours = Number(/^PT(\d+)H$/.exec(length)?.[1]);
  if (!hours) return { day: later(day, length) };
  if (!time) return { day: later(day, `P${Math.floor(hours / 24)}D`) };
  const moment = new Date(`${day}T${time}`);
  moment.setTime(moment.getTime() + hours * 3600000);
  return { day: text(new Date(moment.getTime() - moment.getTimezoneOffset() * 60000)), moment };
}

const looks = { weekday: "short", year: "numeric", month: "short", day: "numeric" };
const shown = ({ day, moment }) =>
  moment
    ? new Intl.DateTimeFormat(lang, { ...looks, hour: "numeric", minute: "numeric" }).format(moment)
    : new Intl.DateTimeFormat(lang, { ...looks, timeZone: "UTC" }).format(new Date(day));

// -- The fields, and the rows that the tables have for each date

function field(block, kind) {
  const name = block.querySelector(`.field-${kind}`);
  if (!name) return undefined;
  const input = make("input", { type: { code: "text", day: "date", time: "time" }[kind], autocomplete: "off" });
  if (kind === "day") Object.assign(input, { min: "1970-01-01", max: "2999-12-31" });
  if (kind === "code") Object.assign(input, { spellcheck: false, maxLength: 60, dir: "auto" });
  const label = make("label", {}, make("span", {}, ...name.childNodes), input);
  name.append(label);
  return input;
}

const parts = blocks.map((block) => ({
  day: field(block, "day"),
  rows: [...block.querySelectorAll("data")].map((place) => {
    const [what] = place.closest("tr").cells;
    const always = !place.matches(".maybe");
    const tick = make("input", { type: "checkbox", autocomplete: "off", defaultChecked: always });
    const label = make("label", {}, tick, make("span", {}, ...what.childNodes));
    what.append(label);
    const name = what.querySelector("strong").textContent.replace(/\p{P}$/u, "");
    return { place, tick, always, name, length: place.value, yearly: block.matches(".after-year") };
  }),
}));
const code = field(blocks[0], "code");
const time = field(blocks[0], "time");

// As long as nobody types it, each part begins on the last day that the one before it allows in any case: a decision
// on the last day to decide, an appeal on the last day for it. After an appeal nothing is due in any case.
for (const part of parts) part.day.addEventListener("input", () => (part.typed = part.day.value !== ""));

function count() {
  let next = "";
  for (const part of parts) {
    if (!part.typed && part !== parts[0]) part.day.value = next;
    const begin = part.day.validity.valid ? part.day.value : "";
    for (const row of part.rows) {
      row.due = begin && due(begin, part === parts[0] ? time?.value : "", row.length);
      row.place.textContent = row.due ? shown(row.due) : "";
    }
    next = (part.rows.filter((row) => row.always).at(-1)?.due || { day: begin }).day;
  }
}

// -- The file: RFC 5545

const escaped = (words) => words.replace(/[\\;,]/g, "\\$&").replace(/\p{Cc}/gu, " ");
/** Break a line where it has 75 octets, and no sign in two. */
function folded(line) {
  let [whole, size] = ["", 0];
  for (const sign of line) {
    const more = new TextEncoder().encode(sign).length;
    if (size + more > 75) [whole, size] = [`${whole}\r\n `, 1];
    whole += sign;
    size += more;
  }
  return `${whole}\r\n`;
}

function calendar(rows) {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const name = code.value.trim();
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Handbook//Dates//EN"];
  for (const { due: when, name: what, length, yearly } of rows) {
    const clock = when.moment ? ` (${new Intl.DateTimeFormat(lang, { timeStyle: "short" }).format(when.moment)})` : "";
    // The same case has the same names each time, so that a calendar moves a day that has changed.
    const own = [name, parts[0].day.value, length, what].map(encodeURIComponent).join("-");
    lines.push("BEGIN:VEVENT", `UID:${own}@dates.invalid`, `DTSTAMP:${stamp}`);
    lines.push(`DTSTART;VALUE=DATE:${when.day.replaceAll("-", "")}`);
    lines.push(`SUMMARY:${escaped([name, what].filter(Boolean).join(": ") + clock)}`);
    // A February 29 is not in each year, and a calendar would leave the others out.
    const leap = when.day.endsWith("-02-29") ? ";BYMONTH=2;BYMONTHDAY=-1" : "";
    if (yearly) lines.push(`RRULE:FREQ=YEARLY;COUNT=3${leap}`);
    lines.push("TRANSP:TRANSPARENT", "CLASS:PRIVATE", "END:VEVENT");
  }
  return [...lines, "END:VCALENDAR"].map(folded).join("");
}

const said = (name) => {
  const { lang, textContent } = template.content.querySelector(`.${name}`);
  return { lang, textContent };
};
const button = make("button", { ...said("save"), type: "button", className: "button quiet" });
const status = make("p", {});
status.setAttribute("role", "status");
button.addEventListener("click", () => {
  const rows = parts.flatMap((part) => part.rows).filter((row) => row.due && row.tick.checked);
  if (rows.length) {
    const file = URL.createObjectURL(new Blob([calendar(rows)], { type: "text/calendar" }));
    make("a", { href: file, download: "dates.ics" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60000);
  }
  Object.assign(status, said(rows.length ? "saved" : "missing"));
});
template.after(make("div", { className: "hb-acts" }, button, status));
for (const each of [time, ...parts.map((part) => part.day)]) each?.addEventListener("input", count);
// For the case of a crash, Firefox writes down which ticks differ from those that a page came with: none may.
addEventListener("change", ({ target }) => (target.defaultChecked = target.checked));
count(); // a browser may bring back what was typed before
