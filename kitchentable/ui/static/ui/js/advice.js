/* Quiet advice under a box of ours: asked for when typing rests, said politely, never a stop. Without it there is a button. */
const REST = 1500;
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";

for (const box of document.querySelectorAll("textarea[data-advised]")) {
  const place = document.getElementById(box.dataset.advised);
  if (!place) continue;
  let timer = 0;
  let asked = box.value;
  let running = null;
  const ask = async () => {
    const words = box.value;
    if (words === asked) return;
    asked = words;
    running?.abort();
    if (!words.trim()) {
      place.replaceChildren();
      return;
    }
    running = new AbortController();
    const body = new URLSearchParams({ words: words.slice(0, 20000), csrfmiddlewaretoken: token() });
    try {
      const answer = await fetch(place.dataset.advice, { method: "POST", body, signal: running.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const wasOpen = Boolean(place.querySelector("details[open]"));
      const fragment = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...fragment.body.childNodes);
      if (wasOpen) place.querySelector("details")?.setAttribute("open", "");
    } catch {
      /* no line: the words are still in the box */
    }
  };
  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, REST);
  });
}
