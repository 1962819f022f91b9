// Keeps what is being typed for this sitting only (a computer may be shared): gone when saved, signed out or left.
export function keep() {
  const who = document.body.dataset.person || "anyone";
  for (const done of document.querySelectorAll("[data-saved]")) sessionStorage.removeItem(`${who}:${done.dataset.saved}`);
  for (const form of document.querySelectorAll('form[action$="/sign-out/"]')) form.addEventListener("submit", () => sessionStorage.clear());
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const key = `${who}:${form.dataset.keep}`;
    const fields = [...form.elements].filter((f) => f.name && !["hidden", "file", "password", "submit"].includes(f.type));
    const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
    for (const f of fields) {
      if (!(f.name in kept)) continue;
      if (f.type === "radio" || f.type === "checkbox") f.checked = kept[f.name].includes(f.value);
      else if (!f.value) f.value = kept[f.name];
    }
    form.addEventListener("input", () => {
      const now = {};
      for (const f of fields) {
        if (f.type === "radio" || f.type === "checkbox") {
          now[f.name] = now[f.name] || [];
          if (f.checked) now[f.name].push(f.value);
        } else now[f.name] = f.value;
      }
      sessionStorage.setItem(key, JSON.stringify(now));
    });
  }
}
