// On paper a field shows no more than the lines that are on the screen. A copy of what was typed takes its place there,
// which goes on over as many pages as it needs. It is only in this page, and gone with it.
for (const field of document.querySelectorAll(".hb-field textarea")) {
  const typed = document.createElement("p");
  const copy = () => {
    typed.textContent = field.value;
  };
  typed.className = "typed";
  typed.style.setProperty("--rows", field.rows);
  field.after(typed);
  field.addEventListener("input", copy);
  addEventListener("beforeprint", copy);
}
