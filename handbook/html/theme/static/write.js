// Makes fields of the questions on this page. What is typed is in these fields and nowhere else: nothing here sends or
// keeps it. Whoever reads the page without script has the questions as text.
const template = document.querySelector("#writing");
const page = document.querySelector("main > section");
for (const list of page.querySelectorAll(".hb-form")) list.replaceWith(...list.children);
const boxes = [...page.querySelectorAll(".hb-field")];
const asking = [...new Set(boxes.map((box) => box.closest("section")))];
const about = page.querySelectorAll(":scope > p:not(.without-script)");
const done = template.closest("section");
const send = page.querySelector(".contacts")?.closest("section");

const MOST = 1800; // characters of a mailto: address; some mail programs cut off what is longer

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const said = (name, nth = 0) => {
  const { lang, textContent } = template.content.querySelectorAll(`.${name}`)[nth];
  return { lang, textContent };
};
const button = (name, act, look = "button quiet") => {
  const made = make("button", { ...said(name), type: "button", className: look, value: name });
  made.addEventListener("click", () => act(made));
  return made;
};
const row = (...buttons) => {
  const made = make("div", { className: "hb-acts" });
  const status = make("p", {});
  status.setAttribute("role", "status");
  made.append(...buttons, status);
  return made;
};
const tell = (pressed, name, nth) => {
  const status = pressed.closest(".hb-acts").querySelector("[role=status]");
  status.textContent = "";
  setTimeout(() => Object.assign(status, said(name, nth)), 50); // so that the same words are read aloud again
};

// -- The fields

const progress = make("p", { id: "progress" });
// A part of what is said of a field: a message of its own is not spoken when the question before it has closed.
const gone = make("p", { id: "gone" });

function area(box, rows) {
  const made = make("textarea", { id: `${box.id}-text`, rows, dir: "auto" });
  // Some browsers send what is typed to a company that checks its spelling or goes on writing it.
  const quiet = { autocomplete: "off", spellcheck: "false", writingsuggestions: "false", "data-gramm": "false" };
  for (const [name, value] of Object.entries(quiet)) made.setAttribute(name, value);
  made.setAttribute("aria-describedby", `gone progress ${box.id}-help`);
  return made;
}

for (const box of boxes) {
  const [asked, rest] = box.children;
  rest.replaceWith(...rest.childNodes);
  const lines = box.querySelector(".ruled");
  const help = box.querySelector("p:not(.hb-label, .choice)");
  if (help) help.id = `${box.id}-help`;
  if (lines) {
    const label = make("label", { className: "hb-label", htmlFor: `${box.id}-text` });
    label.append(...asked.childNodes);
    asked.replaceWith(label);
    lines.replaceWith(area(box, lines.childElementCount));
    continue;
  }
  const question = make("p", { className: "hb-label", id: `${box.id}-label` });
  question.append(...asked.childNodes);
  asked.replaceWith(question);
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", `${question.id} progress`);
  if (help) box.setAttribute("aria-describedby", help.id);
  for (const choice of box.querySelectorAll(".choice")) {
    const tick = make("label", { className: "choice" });
    tick.append(make("input", { type: "checkbox", autocomplete: "off" }), choice.querySelector("span"));
    choice.replaceWith(tick);
  }
}

// For the case of a crash, Firefox writes down which ticks differ from those that a page came with: none may.
addEventListener("change", ({ target }) => (target.defaultChecked = target.checked));

// -- What was written, as text

// Line ends of one kind; without signs that no eye sees and no file should hold, and without halves of characters.
const clean = (text) =>
  text.replace(/\r\n?/g, "\n").replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, "").replace(/\p{Cs}/gu, "\ufffd").trim();

function answer(box) {
  const field = box.querySelector("textarea");
  if (field) return clean(field.value);
  const ticked = [...box.querySelectorAll("input:checked")];
  return ticked.map((each) => `- ${each.nextElementSibling.textContent.trim()}`).join("\n");
}

const answers = () =>
  boxes.map((box) => [box.querySelector(".hb-label").textContent.trim(), answer(box)]).filter(([, text]) => text);
const text = () => `${answers().map((pair) => pair.join("\n")).join("\n\n")}\n`;
const written = () => boxes.some(answer);

// -- What is to be seen: one question, all of them, or what was written

let one = true;
let review = false;
let at = 0;

const back = button("back", () => turn(at - 1));
const next = button("next", () => turn(at + 1), "button");
const many = button("all", () => {
  one = !one;
  Object.assign(many, said(one ? "all" : "one"));
  show();
});
const turning = make("div", { className: "hb-acts" });
turning.append(back, next, button("review", look), many);

const read = make("div", { className: "hb-read" });
const ticks = [...page.querySelectorAll(".contacts dt")].flatMap((name) => {
  const way = name.nextElementSibling.querySelector('a[href^="mailto:"]');
  if (!way) return [];
  const box = make("input", { type: "checkbox", autocomplete: "off", value: way.href.slice(7) });
  const label = make("label", { className: "choice" });
  const who = make("span", {});
  who.append(...name.childNodes);
  label.append(box, who);
  const note = make("p", { ...said("involved"), hidden: true });
  name.append(label, note);
  return { box, note, name: who.querySelector("bdi")?.textContent ?? who.textContent };
});

function show() {
  for (const [number, box] of boxes.entries()) box.hidden = review || (one && number !== at);
  for (const section of asking) section.hidden = !section.querySelector(".hb-field:not([hidden])");
  for (const each of [done, send]) if (each) each.hidden = !review;
  for (const line of about) line.hidden = review || (one && at > 0);
  turning.hidden = review;
  back.hidden = !one || at === 0;
  next.hidden = !one || at === boxes.length - 1;
  const sample = said("progress"); // with two numbers: that of a question, and how many there are
  const numbers = sample.textContent.match(/\d+/g).map(Number);
  const first = Math.min(...numbers);
  const place = sample.textContent.replace(/\d+/g, (number) => (Number(number) === first ? at + 1 : boxes.length));
  Object.assign(progress, sample, { textContent: one && !review ? place : "", hidden: !one || review });
  for (const said of [gone, ...page.querySelectorAll("[role=status]")]) said.textContent = "";
}

function turn(to, message = {}) {
  at = to;
  review = false;
  show();
  Object.assign(gone, message);
  const box = boxes[one ? at : 0];
  box.querySelector("textarea, input").focus({ preventScroll: true });
  // Above the keys of a phone there is little room: the question is in sight before the end of its field.
  for (const part of [box, box.querySelector(".hb-label")]) part.scrollIntoView({ block: "nearest" });
}

function fill() {
  const shown = answers().flatMap(([question, words]) => [
    make("h3", { textContent: question }),
    make("p", { textContent: words, dir: "auto" }),
  ]);
  read.replaceChildren(...(shown.length ? shown : [make("p", said("empty"))]));
  page.classList.toggle("hb-written", shown.length > 0);
}

// Whoever is named as the one who did it, or as one who must not know, gets no copy.
function leaveOut() {
  const named = ["field-who", "field-hide"].map((id) => answer(document.getElementById(id))).join(" ").toLowerCase();
  const names = new Set(named.split(/[^\p{L}\p{M}\p{N}]+/u));
  for (const { box, note, name } of ticks) {
    const parts = name.toLowerCase().split(/\s+/);
    box.disabled = named.includes(name.toLowerCase()) || parts.some((part) => part.length > 2 && names.has(part));
    if (box.disabled) box.checked = box.defaultChecked = false;
    note.hidden = !box.disabled;
  }
}

function look() {
  review = true;
  fill();
  leaveOut();
  show();
  done.querySelector("h2").focus();
}

// -- What can be done with it

async function copied() {
  try {
    await navigator.clipboard.writeText(text());
    return true;
  } catch {
    const copy = make("textarea", { value: text(), className: "hb-read" }); // pages from a folder, and old browsers
    done.append(copy);
    copy.select();
    const worked = document.execCommand("copy");
    copy.remove();
    return worked;
  }
}

function follow(properties) {
  const link = make("a", properties);
  done.append(link);
  link.click();
  link.remove();
}

const actions = {
  async copy(pressed) {
    const worked = await copied();
    pressed.focus();
    tell(pressed, "copy", worked ? 1 : 2);
  },
  share() {
    navigator.share({ text: text() }).catch(() => {}); // they chose no app
  },
  save(pressed) {
    // The mark at its beginning tells programs that letters of every script follow.
    const file = URL.createObjectURL(new Blob(["\ufeff", text()], { type: "text/plain;charset=utf-8" }));
    follow({ href: file, download: "notes.txt" });
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    tell(pressed, "save", 1);
  },
  print() {
    print();
  },
  async mail(pressed) {
    const to = `mailto:${ticks.flatMap(({ box }) => (box.checked ? box.value : [])).join(",")}`;
    const whole = `${to}?body=${encodeURIComponent(text().replace(/\n/g, "\r\n"))}`;
    if (whole.length <= MOST) {
      tell(pressed, "mail", 1);
      follow({ href: whole });
      return;
    }
    const worked = await copied();
    pressed.focus();
    tell(pressed, ...(worked ? ["mail", 2] : ["copy", 2]));
    follow({ href: to });
  },
  clear() {
    if (written() && !confirm(said("clear", 1).textContent)) return;
    clear();
    turn(0, said("clear", 2));
  },
};

// New fields take the place of the old ones: then "Undo" brings nothing back.
function clear() {
  for (const box of boxes) {
    const field = box.querySelector("textarea");
    if (field) {
      field.value = "";
      field.replaceWith(area(box, field.rows));
    }
  }
  for (const box of page.querySelectorAll("input")) box.checked = box.defaultChecked = false;
  read.replaceChildren();
  page.classList.remove("hb-written");
}

const wanted = ["copy", ...(navigator.share ? ["share"] : []), "save", "print"];
const heading = done.querySelector("h2");
heading.tabIndex = -1;
template.before(
  read,
  row(button("change", () => turn(at)), ...wanted.map((name) => button(name, actions[name]))),
);
const lists = page.querySelectorAll(".contacts");
(lists[lists.length - 1] ?? done.lastChild).after(row(button("mail", actions.mail)));
lists[0]?.before(make("p", said("tick")));
(send ?? done).append(row(button("clear", actions.clear)));
asking[0].before(gone, progress);
asking[asking.length - 1].after(turning);
// Links to the parts of the page lead nowhere while these are hidden.
for (const other of document.querySelectorAll(".without-script, .hb-contents")) other.remove();
page.classList.add("hb-ready");
show();

addEventListener("beforeprint", fill);

// -- Going away

let asked = false;
let elsewhere; // a call or an email: the page stays
document.addEventListener("click", ({ target }) => {
  clearTimeout(elsewhere);
  const app = target.closest('a[href^="tel:"], a[href^="sms:"], a[href^="mailto:"]');
  elsewhere = app && setTimeout(() => (elsewhere = undefined), 1000);
}, true);

// "Leave" hides the page before it goes (see page.js): nobody is asked then, and nothing is left of the text.
const left = () => document.documentElement.hidden;
new MutationObserver(() => left() && clear()).observe(document.documentElement, { attributeFilter: ["hidden"] });
addEventListener("beforeunload", (event) => {
  if (left() || elsewhere || !written()) return;
  event.preventDefault();
  event.returnValue = true;
  asked = true;
});
// Whoever was asked knows that the text goes. Browsers of some phones do not ask, but keep the page for "Back".
addEventListener("pagehide", () => asked && clear());
