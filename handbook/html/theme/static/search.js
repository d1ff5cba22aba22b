// Search in the browser with Pagefind, loaded only when somebody searches. Nothing typed leaves the device.
const box = document.querySelector(".hb-search");
const input = box.querySelector("#query");
const status = box.querySelector("#status");
const results = box.querySelector("#results");
const words = box.querySelector("#words").dataset;
// The list of all pages says for whom each is. The front page, which it leaves out, is for attendees.
// (Pagefind's filters could say it too, but they come out in another order in each build.)
const audiences = new Map(
  [...document.querySelectorAll("[data-audience]")].map(({ href, dataset }) => [href, dataset.audience]),
);
// What is about the handbook (privacy, keeping pages without a signal) is for attendees, too.
const groups = ["attendees", "everyone", "organizers", "translators"];
const program = new URL("../../pagefind/pagefind.js", import.meta.url);
let engine;
let failures = 0;

function load() {
  // A module that failed once may stay failed under its address, or be half loaded: the next try asks anew.
  engine ??= import(program)
    .then(async (pagefind) => {
      // The words of the glossary lead to the page that answers them before all that only have the word.
      await pagefind.options({ ranking: { metaWeights: { words: 10 } } });
      await pagefind.init();
      return pagefind;
    })
    .catch((error) => {
      engine = undefined; // the connection may come back
      program.search = failures += 1;
      throw error;
    });
  return engine;
}

function item(page) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = page.url;
  link.textContent = page.meta.title;
  const extract = document.createElement("p");
  // Pagefind escapes the text of the page and adds only <mark> around the words found.
  extract.innerHTML = page.excerpt;
  entry.append(link, extract);
  return entry;
}

function audience(page) {
  return audiences.get(new URL(page.url, location).href) ?? "attendees";
}

// For a word that stands nowhere, Pagefind falls back on its first letters, down to an initial such as "B.".
function means(page, query) {
  if (page.meta.words?.toLowerCase().includes(query.toLowerCase())) return true;
  const letters = (word) => word.replace(/[^\p{L}\p{M}\p{N}]/gu, "").length;
  const marked = [...page.excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word]) => letters(word));
  const shortest = Math.min(...query.split(/\s+/).map(letters));
  return marked.length === 0 || Math.max(...marked) * 2 >= shortest;
}

async function show(query) {
  const pagefind = await load();
  const answer = await pagefind.search(query);
  const found = await Promise.all(answer.results.map((result) => result.data()));
  const pages = found.filter((page) => means(page, query));
  if (query !== input.value.trim()) return; // an answer to what is no longer asked
  const parts = groups
    .map((group) => [group, pages.filter((page) => audience(page) === group)])
    .filter(([, some]) => some.length > 0);
  results.replaceChildren(
    ...parts.flatMap(([group, pages]) => {
      const heading = document.createElement("h2");
      heading.textContent = words[group];
      const list = document.createElement("ul");
      list.append(...pages.map(item));
      return [heading, list];
    }),
  );
  const count = pages.length;
  status.textContent = count === 0 ? words.none : count === 1 ? words.one : words.many.replace("{n}", count);
}

let waiting;
input.addEventListener("focus", () => load().catch(() => {})); // the search itself says that it failed
input.addEventListener("input", () => {
  clearTimeout(waiting);
  const query = input.value.trim();
  if (!query) {
    results.replaceChildren();
    status.textContent = "";
    return;
  }
  waiting = setTimeout(() => show(query).catch(() => (status.textContent = words.failed)), 200);
});
// The pages are there before anybody asks for them; all that is left to do is to put the keyboard away.
input.addEventListener("keydown", ({ key, isComposing }) => {
  if (key === "Enter" && !isComposing && matchMedia("(pointer: coarse)").matches) input.blur();
});

box.previousElementSibling.remove(); // it says that search does not work
box.hidden = false;
