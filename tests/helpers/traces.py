"""Where a page could leave what somebody types: spied on by tests in every engine."""

# Notes whatever a page could do to keep or send something.
SPY = """
window.done = [];
const spy = (what, object, name) => {
  const real = object?.[name];
  if (real) object[name] = function (...all) { window.done.push(what); return real.apply(this, all); };
};
spy("storage", Storage.prototype, "setItem");
spy("history", History.prototype, "pushState");
spy("history", History.prototype, "replaceState");
spy("database", IDBFactory.prototype, "open");
spy("cache", window.CacheStorage?.prototype, "open");
spy("worker", window.ServiceWorker?.prototype, "postMessage");
spy("worker", window.ServiceWorkerContainer?.prototype, "register");
spy("channel", BroadcastChannel.prototype, "postMessage");
spy("beacon", Navigator.prototype, "sendBeacon");
spy("fetch", window, "fetch");
spy("request", XMLHttpRequest.prototype, "send");
const jar = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
Object.defineProperty(document, "cookie", {
  get: () => jar.get.call(document),
  set: (value) => { window.done.push("cookie"); jar.set.call(document, value); },
});
"""
# Everything of the page in which a word could be left.
LEFT = """() => document.documentElement.outerHTML +
  [...document.querySelectorAll("textarea, input")].map((each) => each.value).join()"""
# What the browser holds for this site.
KEPT = """async () => [
  localStorage.length, sessionStorage.length, document.cookie, ...(await indexedDB.databases?.() ?? []),
  ...(await window.caches?.keys() ?? []), ...(await navigator.serviceWorker?.getRegistrations() ?? []),
]"""
EMPTY = [0, 0, ""]
