// Shows first what is in the language of the wrong address. Nothing is kept and nothing is sent.
const list = document.querySelector("main .hb-languages");
const folders = location.pathname.split("/");
const own = [...list.children].find((item) => folders.includes(item.dataset.folder));
if (own && own.lang !== document.documentElement.lang) {
  list.prepend(own);
  list.parentElement.prepend(list);
}
