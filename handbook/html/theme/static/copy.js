// Each letter gets a button that copies its words, with the facts that stand in it. Nothing is sent or kept.
const { copy, copied, marked } = document.currentScript.dataset;
for (const letter of document.querySelectorAll("section > blockquote")) {
  const button = document.createElement("button");
  const said = document.createElement("span");
  const row = document.createElement("p");
  button.className = "button quiet";
  button.type = "button";
  button.textContent = copy;
  button.setAttribute("aria-label", `${copy}: ${letter.parentElement.querySelector("h2").textContent}`);
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(letter.innerText.trim());
      said.textContent = copied;
    } catch {
      getSelection().selectAllChildren(letter); // the browser forbids it: the reader's own keys copy what is marked
      said.textContent = marked;
    }
  });
  row.className = "hb-copy";
  row.append(button, " ", said);
  letter.after(row);
}
