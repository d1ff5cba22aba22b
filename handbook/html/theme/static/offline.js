// Keeps the pages for attendees on this device when the reader asks for it, and removes them again. The worker does
// the keeping, and shows the pages where there is no network.
const box = document.querySelector(".hb-keep");
const words = box.dataset;
const [unable, able] = box.children; // the first says that it cannot be done here
const status = able.querySelector("[role=status]");
const [keep, remove] = able.querySelectorAll("button");
const worker = new URL("../../worker.js", import.meta.url);
const site = new URL(".", worker).href;
// The address of this page may have any form; that of this script is always the same.
const folder = new URL("..", import.meta.url).href;
const name = `kept pages of ${site}`; // as in the worker

const kept = () => caches.match(`${folder}offline.json`, { cacheName: name });

async function start() {
  // Not the worker that is `ready`: when it was removed, the page goes on taking it for that.
  const { active, waiting, installing } = await navigator.serviceWorker.register(worker);
  return active ?? waiting ?? installing;
}

async function stop() {
  await caches.delete(name);
  const registration = await navigator.serviceWorker.getRegistration(site);
  if (registration?.scope === site) await registration.unregister(); // not that of a site around ours
}

// Returns what is to blame if it did not work: a word of the box.
async function keepPages() {
  const active = await start();
  const { port1, port2 } = new MessageChannel();
  const fault = await new Promise((tell) => {
    port1.onmessage = ({ data }) => tell(data);
    active.postMessage(folder.slice(site.length, -1), [port2]);
  });
  if (fault && !(await caches.has(name))) await stop();
  return fault;
}

// Returns why the browser does not start the worker.
async function blame() {
  const answer = await fetch(worker).catch(() => undefined);
  if (!answer) return "network";
  return answer.ok && answer.headers.get("content-type")?.includes("javascript") ? "device" : "host";
}

async function show() {
  const [mine, any] = [Boolean(await kept()), await caches.has(name)];
  status.textContent = mine ? words.kept : any ? words.other : words.none;
  keep.hidden = mine;
  remove.hidden = !any;
}

async function act(button, work) {
  for (const each of [keep, remove]) each.disabled = true;
  status.textContent = words.busy;
  try {
    const fault = await work();
    await show();
    if (fault) status.textContent = words[fault];
  } catch {
    status.textContent = words[await blame()];
  }
  for (const each of [keep, remove]) each.disabled = false;
  // The button that was pressed may be gone. Whoever has moved on is left where they are.
  const next = [button, keep, remove].find((each) => !each.hidden);
  if ([document.body, button].includes(document.activeElement)) next.focus();
}

if (navigator.serviceWorker && window.caches) {
  // A browser that forbids it goes on saying so.
  show().then(() => {
    unable.remove();
    able.hidden = false;
  }, () => {});
  keep.addEventListener("click", () => act(keep, keepPages));
  remove.addEventListener("click", () => act(remove, stop));
  document.addEventListener("visibilitychange", () => show().catch(() => {})); // another tab may have changed it
}
