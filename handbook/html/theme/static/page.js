// Takes the place on the page along into another language: sections have the same names in all of them.
document.querySelector(".hb-switch")?.addEventListener("click", ({ target }) => {
  if (target.matches("a")) target.hash = location.hash;
});

// Leaves for a dull page, which also takes the place of this one in the list of pages seen ("Back" does not lead here).
const ways = document.querySelectorAll("a.hb-leave");
const leave = () => {
  document.documentElement.hidden = true; // at once: the other page may take its time
  document.title = ways[0].hostname;
  location.replace(ways[0].href);
};
for (const way of ways) {
  way.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}

// Shift alone, pressed and let go three times within three seconds, does the same. (Escape would stop a page that
// loads.) Anything between begins anew: capitals, other keyboards, selections, and the commands of screen readers, of
// which pages see only Shift and what comes of it.
let down;
let taps = [];
const forget = () => {
  down = undefined;
  taps = [];
};
if (ways.length) {
  addEventListener("keydown", ({ key, repeat, ctrlKey, altKey, metaKey, timeStamp }) => {
    if (repeat) return;
    if (key === "Shift" && !ctrlKey && !altKey && !metaKey) down = timeStamp;
    else forget();
  });
  addEventListener("keyup", ({ key, timeStamp }) => {
    if (key !== "Shift" || down === undefined) return;
    taps = timeStamp - down < 400 ? [...taps.filter((each) => timeStamp - each < 3000), timeStamp] : [];
    down = undefined;
    if (taps.length === 3) leave();
  });
  for (const other of ["pointerdown", "focusin", "scroll"]) addEventListener(other, forget, true);
}
