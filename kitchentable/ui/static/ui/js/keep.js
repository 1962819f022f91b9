/* Keeps what is typed in this tab until it is saved, so that a lost connection or a closed page loses no words.
   sessionStorage, never localStorage: many people share a computer. Forms ask for it with data-keep="name". */
const person = document.body.dataset.person || "anyone";
const mine = `keep:${person}:`;
const keyOf = (form) => `${mine}${form.dataset.keep}`;

let store;
try {
  store = window.sessionStorage;
  for (const key of Object.keys(store)) if (key.startsWith("keep:") && !key.startsWith(mine)) store.removeItem(key);
} catch {
  store = null;
}

const SECRET = /pass|token|code|otp|key|csrf|once/i;
const keepable = (control) =>
  control.name &&
  !SECRET.test(control.name) &&
  !["hidden", "password", "file", "submit", "button", "reset"].includes(control.type);
const typed = (form) => [...form.elements].filter(keepable);

const save = (form) => {
  const words = typed(form)
    .filter((control) => (control.type === "radio" || control.type === "checkbox" ? control.checked : control.value))
    .map((control) => [control.name, control.value]);
  try {
    if (words.length) store.setItem(keyOf(form), JSON.stringify(words));
    else store.removeItem(keyOf(form));
  } catch {
    /* full: the page still works */
  }
};

const untouched = (form) =>
  typed(form).every((control) =>
    control.type === "radio" || control.type === "checkbox"
      ? control.checked === control.defaultChecked
      : control.tagName === "SELECT" || control.value === control.defaultValue,
  ) && !form.querySelector("[aria-invalid=true]");

const restore = (form) => {
  let words;
  try {
    words = JSON.parse(store.getItem(keyOf(form)) || "[]");
  } catch {
    return;
  }
  if (!words.length || !untouched(form)) return;
  let changed = false;
  const left = new Map();
  for (const [name, value] of words) left.set(name, [...(left.get(name) || []), value]);
  for (const control of typed(form)) {
    const values = left.get(control.name);
    if (!values) continue;
    if (control.type === "radio" || control.type === "checkbox") {
      const on = values.includes(control.value);
      changed ||= on !== control.checked;
      control.checked = on;
    } else {
      const value = values.shift();
      if (value === undefined) continue;
      changed ||= value !== control.value;
      control.value = value;
    }
  }
  if (!changed || !document.body.dataset.kept) return;
  const note = document.createElement("p");
  note.className = "hint";
  note.setAttribute("role", "status");
  note.textContent = document.body.dataset.kept;
  form.prepend(note);
};

if (store) {
  for (const saved of document.querySelectorAll("[data-saved]")) store.removeItem(`${mine}${saved.dataset.saved}`);
  for (const form of document.querySelectorAll("form[data-keep]")) {
    restore(form);
    form.addEventListener("input", () => save(form));
    form.addEventListener("change", () => save(form));
  }
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => {
      for (const key of Object.keys(store)) if (key.startsWith("keep:")) store.removeItem(key);
    });
  }
}

/* Whoever signs out leaves no page behind that opens without a network; what was tapped and not sent yet stays, and is about nobody. */
const leaveNothing = () => {
  navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()), () => {});
  window.caches?.keys().then((names) => names.forEach((name) => window.caches.delete(name)), () => {});
};
for (const form of document.querySelectorAll("form[data-sign-out]")) form.addEventListener("submit", leaveNothing);
if (person === "anyone" && !document.querySelector("[data-opens-offline]")) leaveNothing();
