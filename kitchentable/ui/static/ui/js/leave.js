/* Leave this page now: the page is replaced in the history, so that "back" does not lead here. Escape three times does the same. */
const links = document.querySelectorAll("a.leave");
const leave = (to) => {
  document.documentElement.hidden = true;
  window.location.replace(to);
};
for (const link of links) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
}
let pressed = [];
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !links.length) {
    pressed = [];
    return;
  }
  if (event.repeat) return;
  pressed = [...pressed, event.timeStamp].filter((at) => event.timeStamp - at < 2000);
  if (pressed.length >= 3) leave(links[0].href);
});
window.addEventListener("pageshow", () => {
  document.documentElement.hidden = false;
});
