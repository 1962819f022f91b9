// "Leave this page now": replaces this page in the history. Escape three times does the same.
export function leave() {
  const link = document.querySelector("[data-leave]");
  if (!link) return;
  const go = () => {
    sessionStorage.clear();
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go();
  });
  let presses = 0;
  document.addEventListener("keydown", (event) => {
    presses = event.key === "Escape" ? presses + 1 : 0;
    if (presses === 3) go();
  });
}
