// Keeps the pages for attendees on this device, and shows them where there is no network. It starts only when a reader
// asks for it (static/offline.js). What is kept is one cache: lists, the pages on them, and what these need to look as
// they should. The build writes the lists, one for the root of the site and one for each language.
const languages = {{ languages|list|tojson }};
const ours = {{ ('rel="canonical" href="' ~ base)|tojson }}; // stands on each of our pages
const site = registration.scope;
const name = `kept pages of ${site}`;
const list = (folder) => `${site}${folder}offline.json`;
const patience = 4000; // milliseconds: with a weak signal, a kept page is better than one that may never come
const age = 24 * 60 * 60 * 1000; // milliseconds: after that, kept pages become new when there is a network
let weak = 0; // until then the network is known to be slow
let renewing = false;

const find = (address) => caches.match(address, { cacheName: name });
const born = (response) => new Date(response.headers.get("date"));
const isPage = (response) => response.headers.get("content-type").startsWith("text/html");

// What is kept for an address, and under which. Hosts show the same page at /x.html, /x or /x/, and lead from one to
// another as they like.
async function look(address) {
  const bare = address.replace(/\/$/, "");
  for (const each of [address, `${bare}.html`, `${bare}/index.html`]) {
    const response = await find(each);
    if (response) return { address: each, response };
  }
}

// The languages that are kept.
async function kept() {
  const found = await Promise.all(languages.map((each) => find(list(`${each}/`))));
  return languages.filter((_, number) => found[number]);
}

// Gets a file that is to be kept. An error says what is to blame: the network, or who answered.
async function get(address) {
  const asked = fetch(address, { cache: "no-cache" }).then(async (answer) => [answer, await answer.blob()]);
  const [answer, body] = await asked.catch(() => Promise.reject(new Error("network")));
  const type = answer.headers.get("content-type") ?? "";
  const html = type.startsWith("text/html");
  // Filters, and networks where one must log in, answer in our place.
  const good = address.endsWith(".html") ? html && (await body.text()).includes(ours) : !html;
  if (!answer.ok || !good) throw new Error("host");
  // Without the other headers: a page that came by a redirect is not shown again, `Vary` may forbid to keep it, and
  // not every host says what day it is.
  return { address, response: new Response(body, { headers: { "Content-Type": type, Date: new Date().toUTCString() } }) };
}

async function listed({ address, response }) {
  const { pages, files } = await response.clone().json();
  return [...files, ...pages].map((each) => new URL(each, address).href);
}

// Keeps the pages of some languages, all new: when one cannot be had, everything stays as it was.
async function keep(wanted) {
  const before = await kept();
  const folders = ["", ...[...new Set([...before, ...wanted])].map((each) => `${each}/`)];
  const lists = await Promise.all(folders.map(list).map(get));
  const addresses = new Set((await Promise.all(lists.map(listed))).flat());
  // Lists come last: a language is kept when its list is.
  const found = [...(await Promise.all([...addresses].map(get))), ...lists];
  try {
    const cache = await caches.open(name);
    for (const { address, response } of found) await cache.put(address, response);
    const there = new Set(found.map(({ address }) => address));
    for (const request of await cache.keys()) if (!there.has(request.url)) await cache.delete(request);
  } catch {
    if (!before.length) await caches.delete(name);
    throw new Error("device"); // it is full
  }
}

async function renew(response, fresh) {
  if (renewing || !fresh?.ok || Math.abs(new Date() - born(response)) < age) return;
  renewing = true;
  await keep([]).catch(() => {}); // it is tried again with the next page
  renewing = false;
}

// The list of a language, or of the first one that is kept.
async function guide(address) {
  const [language] = address.slice(site.length).split("/");
  const there = await kept();
  if (!there.length) return undefined;
  const folder = `${there.includes(language) ? language : there[0]}/`;
  return { folder, mine: folder === `${language}/`, ...(await (await find(list(folder))).json()) };
}

// A kept page says from which day it is: numbers may have changed since then.
async function dated({ address, response }) {
  const words = await guide(address);
  if (!isPage(response) || !words?.mine) return response;
  const html = await response.text();
  const [, language] = html.match(/<html lang="([^"]*)"/);
  const day = born(response);
  const spoken = Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
  const date = spoken ? day.toLocaleDateString(language, { dateStyle: "long" }) : day.toISOString().slice(0, 10);
  const notice = `<p class="hb-kept">${words.dated.replace("%s", `<time>${date}</time>`)}</p>`;
  const shown = html.replace(/<main[^>]*>/, (start) => start + notice);
  return new Response(shown, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function answer(event) {
  const { request } = event;
  const address = new URL(request.url);
  address.hash = address.search = "";
  const there = await look(address.href);
  const visit = request.mode === "navigate";
  // Not from the browser's own cache, which "Back" would ask first: it knows no dates.
  const asked = there && visit ? fetch(request.url, { cache: "no-cache", redirect: "manual" }) : fetch(request);
  const fresh = asked.catch(() => undefined);
  if (there) {
    if (visit) event.waitUntil(fresh.then((response) => renew(there.response, response)));
    const wait = !visit && Date.now() < weak ? 0 : patience;
    const response = await Promise.race([fresh, new Promise((tell) => setTimeout(tell, wait))]);
    if (response?.ok || response?.type === "opaqueredirect") return response;
    weak = Date.now() + 2 * patience; // the stylesheet and scripts of the page are then shown without another wait
    // In another folder the links of a page would lead astray.
    const moved = new URL(".", there.address).href !== new URL(".", address).href;
    return moved ? Response.redirect(there.address) : dated(there);
  }
  const response = await fresh;
  if (response || !visit) return response ?? Response.error();
  // Only the pages for attendees are kept: another page says so, in the same language if that is kept.
  const way = await guide(address.href);
  return way ? Response.redirect(`${site}${way.folder}${way.explained}`) : Response.error();
}

addEventListener("install", () => skipWaiting());
addEventListener("message", (event) => {
  const tell = (fault) => event.ports[0].postMessage(fault);
  event.waitUntil(keep([event.data]).then(() => tell(""), ({ message }) => tell(message)));
});
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  // Other sites of the group may stand below the same address: they are none of our business.
  const folder = url.slice(site.length).split(/[/?#]/)[0];
  if (method === "GET" && url.startsWith(site) && ["", "index.html", ...languages].includes(folder)) {
    event.respondWith(answer(event).catch(() => fetch(event.request)));
  }
});
