// Makes a table that scrolls a stop for the keyboard: Safari does not by itself.
for (const frame of document.querySelectorAll(".pst-scrollable-table-container")) {
  if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
}
