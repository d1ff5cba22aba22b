// Says after a choice whether it is right, and why, and counts. Nothing is sent or kept: whoever opens the page again
// begins again. Without script, readers open the answers themselves.
const words = document.currentScript.dataset;
const { lang, dir } = document.documentElement;
const questions = [...document.querySelectorAll("fieldset.question")];
const first = new Map(); // whether the first choice was right; after it, the answer is known
const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};
const line = (className, ...children) => make("p", { className, lang, dir }, ...children);
const status = () => {
  const made = make("div", { className: "hb-verdict" });
  made.setAttribute("role", "status");
  return made;
};
const again = (question) => question.querySelector(".again")?.content.querySelector("a");
const count = () => {
  const right = [...first.values()].filter(Boolean).length;
  return words.count.replace("{right}", right).replace("{all}", first.size);
};

const total = status();
questions.at(-1).after(total);
function sum() {
  const links = new Map();
  for (const question of questions) {
    const link = again(question);
    if (link && !first.get(question)) links.set(link.href, link.cloneNode(true));
  }
  total.replaceChildren(line("hb-label", count()));
  if (links.size) {
    const list = make("ul", {}, ...[...links.values()].map((link) => make("li", {}, link)));
    total.append(line("", words.again), list);
  }
}

// For the case of a crash, Firefox writes down which choices differ from those that a page came with: none may.
addEventListener("change", ({ target }) => {
  for (const each of document.getElementsByName(target.name)) each.defaultChecked = each.checked;
});

for (const question of questions) {
  const reason = question.querySelector("details");
  const link = again(question);
  const verdict = status();
  let judged;
  let moving = false;
  const judge = () => {
    const chosen = question.querySelector("input:checked");
    if (!chosen || chosen === judged) return;
    judged = chosen;
    const right = chosen.closest("label").matches(".hb-right");
    const last = first.size === questions.length - 1 && !first.has(question);
    if (!first.has(question)) first.set(question, right);
    const [, ...why] = reason.cloneNode(true).children; // without the label that opens it
    verdict.replaceChildren(line("hb-label", right ? words.right : words.wrong), ...why);
    if (!right && link) verdict.append(line("", `${words.again} `, link.cloneNode(true)));
    verdict.append(line("dated", count()));
    reason.hidden = true;
    if (last) sum();
  };
  reason.before(verdict);
  // Arrow keys pass over choices on their way to another: that one is judged when it is confirmed or left.
  question.addEventListener("keydown", ({ key }) => {
    moving = key.startsWith("Arrow");
    if (key === "Enter" || key === " ") judge();
  });
  question.addEventListener("keyup", () => {
    moving = false;
  });
  question.addEventListener("change", () => moving || judge());
  question.addEventListener("focusout", ({ relatedTarget }) => question.contains(relatedTarget) || judge());
}
