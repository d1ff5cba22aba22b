// Puts the reader's own languages first. Nothing is kept and nothing is sent.
const list = document.querySelector(".hb-languages");
const base = (tag) => tag.split("-")[0];
const wish = (item) => {
  const place = navigator.languages.findIndex((each) => base(each) === base(item.lang));
  return place < 0 ? Infinity : place;
};
list.append(...[...list.children].sort((one, other) => wish(one) - wish(other) || 0));
