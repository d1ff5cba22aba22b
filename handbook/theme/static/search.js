// Search in the browser with Pagefind, loaded only when somebody searches. Nothing typed leaves the device.
const box = document.querySelector(".search");
const input = box.querySelector("#query");
const status = box.querySelector("#status");
const results = box.querySelector("#results");
const words = box.querySelector("#words").dataset;
const groups = ["attendees", "organizers", "translators", "everyone"];
let engine;

function load() {
  engine ??= import("../../pagefind/pagefind.js")
    .then(async (pagefind) => {
      await pagefind.init();
      return pagefind;
    })
    .catch((error) => {
      engine = undefined; // the connection may come back: the next search tries again
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

async function show(query) {
  const pagefind = await load();
  const found = [];
  for (const group of groups) {
    const answer = await pagefind.search(query, { filters: { audience: group } });
    const pages = await Promise.all(answer.results.slice(0, 10).map((result) => result.data()));
    if (pages.length) found.push([group, pages]);
  }
  if (query !== input.value.trim()) return; // an answer to what is no longer asked
  results.replaceChildren(
    ...found.flatMap(([group, pages]) => {
      const heading = document.createElement("h2");
      heading.textContent = words[group];
      const list = document.createElement("ul");
      list.append(...pages.map(item));
      return [heading, list];
    }),
  );
  const count = found.reduce((sum, [, pages]) => sum + pages.length, 0);
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

box.hidden = false;
