{% set mark = 'rel="canonical" href="' ~ base %}
// Keeps the pages for attendees on this device, and shows them where there is no network. It starts only when a reader
// asks for it (static/offline.js). What is kept is one cache: the pages, and what they need to look as they should.
const name = `kept pages of ${registration.scope}`;
const languages = {{ languages|list|tojson }};
const patience = 4000; // milliseconds: with a weak signal, a kept page is better than one that may never come
const age = 24 * 60 * 60 * 1000; // milliseconds: after that, kept pages become new when there is a network
let weak = 0; // until then the network is known to be slow
let renewing = false;

const isPage = (response) => Boolean(response.headers.get("content-type")?.startsWith("text/html"));
const find = (address) => caches.match(address, { cacheName: name });
const born = (response) => new Date(response.headers.get("date"));

// The page "Read without a signal" in the language of another page.
function explainer(address) {
  const [language] = address.slice(registration.scope.length).split("/");
  return `${registration.scope}${language}/about/offline.html`;
}

// Those that are kept: each stands for its language.
async function explainers() {
  if (!(await caches.has(name))) return [];
  const requests = await (await caches.open(name)).keys();
  return requests.map(({ url }) => url).filter((url) => url.endsWith("/about/offline.html"));
}

async function get(address) {
  const response = await fetch(address, { cache: "no-cache" });
  const html = isPage(response) ? await response.clone().text() : "";
  const ours = address.endsWith(".html") ? html.includes({{ mark|tojson }}) : !html;
  // Filters, and networks where one must log in, answer in our place.
  if (!response.ok || !ours) throw new Error(address);
  return { address, response, html };
}

function pages({ address, html }) {
  const [, list] = html.match(/ data-pages="([^"]*)"/);
  return list.split(" ").map((page) => new URL(page, address).href);
}

function files({ address, html }) {
  const found = html.matchAll(/<(?:link rel="stylesheet" href|(?:script|img)\b[^>]* src)="([^"]*)"/g);
  return [...found].map(([, file]) => new URL(file, address).href);
}

// Keeps the pages of some languages, all new: when one cannot be had, everything stays as it was.
async function keep(wanted) {
  const before = await explainers();
  const first = await Promise.all([...new Set([...before, ...wanted])].map(get));
  const rest = new Set([`${registration.scope}index.html`, ...first.flatMap(pages)]);
  first.forEach(({ address }) => rest.delete(address));
  const others = await Promise.all([...rest].map(get));
  const needed = await Promise.all([...new Set([...others, ...first].flatMap(files))].map(get));
  // Those that stand for a language come last.
  const found = [...needed, ...others, ...first];
  try {
    const cache = await caches.open(name);
    for (const { address, response } of found) await cache.put(address, response);
    const there = new Set(found.map(({ address }) => address));
    for (const request of await cache.keys()) if (!there.has(request.url)) await cache.delete(request);
  } catch (error) {
    if (!before.length) await caches.delete(name); // the device is full
    throw error;
  }
}

async function renew(kept, response) {
  if (renewing || !response?.ok || new Date() - born(kept) < age) return;
  renewing = true;
  await keep([]).catch(() => {}); // it is tried again with the next page
  renewing = false;
}

// A kept page says from which day it is: numbers may have changed since then. The words stand where pages are kept.
async function dated(response, address) {
  const words = await (await find(explainer(address)))?.text();
  const said = words?.match(/ data-dated="([^"]*)"/)?.[1];
  if (!isPage(response) || !said) return response;
  const html = await response.text();
  const [, language] = html.match(/<html lang="([^"]*)"/);
  const day = born(response);
  const spoken = Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
  const date = spoken ? day.toLocaleDateString(language, { dateStyle: "long" }) : day.toISOString().slice(0, 10);
  const notice = `<p class="kept">${said.replace("%s", `<time>${date}</time>`)}</p>`;
  const shown = html.replace(/<main[^>]*>/, (start) => start + notice);
  return new Response(shown, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function answer(event) {
  const { request } = event;
  const address = new URL(request.url);
  address.hash = address.search = "";
  if (address.pathname.endsWith("/")) address.pathname += "index.html";
  const kept = (await find(address.href)) ?? (await find(`${address.href}.html`));
  const visit = request.mode === "navigate";
  // Not from the browser's own cache, which "Back" would ask first: it knows no dates.
  const asked = kept && visit ? fetch(request.url, { cache: "no-cache", redirect: "manual" }) : fetch(request);
  const fresh = asked.catch(() => undefined);
  if (kept) {
    if (visit) event.waitUntil(fresh.then((response) => renew(kept, response)));
    const wait = !visit && Date.now() < weak ? 0 : patience;
    const response = await Promise.race([fresh, new Promise((tell) => setTimeout(tell, wait))]);
    if (response?.ok || response?.type === "opaqueredirect") return response;
    weak = Date.now() + 2 * patience; // the stylesheet and scripts of the page are then shown without another wait
    return dated(kept, address.href);
  }
  const response = await fresh;
  if (response || !visit) return response ?? Response.error();
  // Only the pages for attendees are kept: another page says so, in the same language if that is kept.
  const there = await explainers();
  const wanted = explainer(address.href);
  return there.length ? Response.redirect(there.includes(wanted) ? wanted : there[0]) : Response.error();
}

addEventListener("install", () => skipWaiting());
addEventListener("message", (event) => {
  const tell = (good) => event.ports[0].postMessage(good);
  event.waitUntil(keep([event.data]).then(() => tell(true), () => tell(false)));
});
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  // Other sites of the group may stand below the same address: they are none of our business.
  const folder = url.slice(registration.scope.length).split(/[/?#]/)[0];
  if (method === "GET" && url.startsWith(registration.scope) && ["", "index.html", ...languages].includes(folder)) {
    event.respondWith(answer(event).catch(() => fetch(event.request)));
  }
});
