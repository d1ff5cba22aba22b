// Keeps the pages for attendees on this device when the reader asks for it, and removes them again. The worker does
// the keeping, and shows the pages where there is no network.
const box = document.querySelector(".keep");
const words = box.dataset;
const [unable, able] = box.children; // the first says that it cannot be done here
const status = able.querySelector("[role=status]");
const [keep, remove] = able.querySelectorAll("button");
const worker = new URL("../../worker.js", import.meta.url);
const site = new URL(".", worker).href;
const here = new URL(location.pathname, location).href;
const name = `kept pages of ${site}`; // as in the worker

const kept = () => caches.match(here, { cacheName: name });

async function start() {
  await navigator.serviceWorker.register(worker);
  return (await navigator.serviceWorker.ready).active;
}

async function stop() {
  await caches.delete(name);
  const registration = await navigator.serviceWorker.getRegistration(site);
  if (registration?.scope === site) await registration.unregister(); // not that of a site around ours
}

async function keepPages() {
  const active = await start();
  const { port1, port2 } = new MessageChannel();
  const good = await new Promise((tell) => {
    port1.onmessage = ({ data }) => tell(data);
    active.postMessage(here, [port2]);
  });
  if (good) return;
  if (!(await caches.has(name))) await stop();
  throw new Error();
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
    await work();
    await show();
  } catch {
    status.textContent = words.failed;
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
