/* One key for each decision, only while a note has the focus (WCAG 2.1.4); nothing here is needed to use the page. */
const list = document.querySelector("ol.found");
const keys = document.querySelector(".keys");

const noteOf = (element) => element?.closest?.("ol.found > li");
const go = (note) => {
  if (!note) return;
  note.focus({ preventScroll: true });
  note.scrollIntoView({ block: "nearest" });
  const mark = document.getElementById(note.id.replace("f", "m"));
  const paper = mark?.closest(".paper");
  if (paper && paper.scrollHeight > paper.clientHeight) {
    paper.scrollTop += mark.getBoundingClientRect().top - paper.getBoundingClientRect().top - paper.clientHeight / 3;
  }
};

if (list) {
  if (keys) keys.hidden = false;
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, input, select")) return;
    const note = noteOf(event.target);
    if (!note) return;
    const key = event.key.toLowerCase();
    if (key === "u") note.querySelector("button[data-key=u]")?.click();
    else if (key === "k") {
      const keep = note.querySelector("details[data-key=k]");
      if (!keep) return;
      keep.open = true;
      keep.querySelector("textarea")?.focus();
    } else if (key === "n") go(note.nextElementSibling);
    else if (key === "p") go(note.previousElementSibling);
    else return;
    event.preventDefault();
  });
  const start = /^#f(\d+)$/.exec(window.location.hash);
  if (start) go(document.getElementById(start[0].slice(1)) || list.lastElementChild);
}
