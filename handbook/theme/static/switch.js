// Takes the place on the page along into another language: sections have the same names in all of them.
document.querySelector(".switch").addEventListener("click", ({ target }) => {
  if (target.matches("a")) target.hash = location.hash;
});
