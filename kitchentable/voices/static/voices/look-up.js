/* What people have said already, shown while a question is typed: asked for when typing rests. Without it there is a link. */
const REST = 600;

for (const place of document.querySelectorAll("[data-look-up]")) {
  const box = document.getElementById(place.dataset.watches);
  const found = place.querySelector("[data-found]");
  if (!box || !found) continue;
  let timer = 0;
  let asked = "";
  let running = null;
  const ask = async () => {
    const words = box.value.trim();
    if (words === asked) return;
    asked = words;
    running?.abort();
    if (words.length < 4) {
      found.replaceChildren();
      return;
    }
    running = new AbortController();
    const where = `${place.dataset.lookUp}?${new URLSearchParams({ q: words.slice(0, 300), part: "1" })}`;
    try {
      const answer = await fetch(where, { signal: running.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const fragment = new DOMParser().parseFromString(await answer.text(), "text/html");
      found.replaceChildren(...fragment.body.childNodes);
    } catch {
      /* nothing is shown: the link is still there */
    }
  };
  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, REST);
  });
}
