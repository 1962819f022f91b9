/* Counts who speaks, by group, also without a network. What is tapped is kept on this device with a key of its own until the server has it;
   the server counts each key once, so sending twice does no harm. Nothing here is about a person. */
const place = document.querySelector("[data-tally]");
const HOME = `tally:${place.dataset.tally}:`;
const AT_ONCE = 100;
const EACH = 15000;
const TOO_LONG = 20000;
const KEPT_FOR = 2 * 24 * 60 * 60 * 1000;
const says = place.querySelector("[data-says]");
const now = place.querySelector("[data-now]");
const undo = place.querySelector("[data-undo]");
const words = says.dataset;

// Each thing has a row of its own in the store, so that two windows never write over one another.
const items = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(HOME))
    .map((key) => JSON.parse(localStorage.getItem(key)))
    .sort((a, b) => a.order - b.order);
const put = (item) => localStorage.setItem(HOME + item.id, JSON.stringify(item));
const newKey = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
};
const make = (more) => {
  const last = items().at(-1);
  const item = { id: newKey(), at: new Date().toISOString(), order: Math.max(Date.now(), (last?.order || 0) + 1), state: "waits", ...more };
  put(item);
  return item;
};

let trouble = "";
const count = (one, many, n) => (n === 1 ? one : many).replace("{n}", n);

const show = () => {
  const all = items();
  const taps = all.filter((item) => item.kind === "tap" && !item.back);
  const waiting = all.filter((item) => item.state === "waits").length;
  const how = waiting ? count(words.waitsOne, words.waits, waiting) : words.allSent;
  says.textContent = [all.length ? `${count(words.tapsOne, words.taps, taps.length)} ${how}` : words.none, trouble].filter(Boolean).join(" ");
  undo.disabled = !taps.length && !place.hasAttribute("data-online");
};

const batch = () => items().filter((item) => item.state === "waits").slice(0, AT_ONCE);

const ask = async (options) => {
  const answer = await fetch(place.dataset.send, { credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout?.(TOO_LONG), ...options });
  if (answer.type === "opaqueredirect") throw new Error("signedOut");
  if (answer.status === 403 || answer.status === 404) throw new Error("notAllowed");
  if (!answer.ok) throw new Error("later");
  return answer.json();
};

const send = async (waiting) => {
  const { token } = await ask({});
  for (const item of waiting) put({ ...item, tried: true });
  const body = JSON.stringify({ items: waiting.map(({ id, kind, group, of, typed, at }) => ({ id, kind, group, of, typed, at })) });
  const { kept, refused } = await ask({ method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body });
  for (const item of waiting) {
    if (kept.includes(item.id)) put({ ...JSON.parse(localStorage.getItem(HOME + item.id)), state: "sent" });
    if (refused.includes(item.id)) localStorage.removeItem(HOME + item.id);
  }
  if (refused.length) trouble = words.refused;
  return kept.length + refused.length;
};

const sendAll = async () => {
  try {
    for (let waiting = batch(); waiting.length; waiting = batch()) {
      if (!(await send(waiting))) break;
      if (trouble !== words.refused) trouble = "";
    }
  } catch (error) {
    trouble = words[error.message] || "";
  }
  show();
};

// One window at a time sends, where the browser can tell; without that the server's keys are enough.
let busy = false;
const sync = async () => {
  if (busy || !batch().length) return;
  busy = true;
  try {
    if (navigator.locks) await navigator.locks.request(HOME, sendAll);
    else await sendAll();
  } finally {
    busy = false;
  }
};

const tap = (button) => {
  make({ kind: "tap", group: button.value });
  now.textContent = words.noted.replace("{group}", button.dataset.label);
  show();
  sync();
};

const takeBack = () => {
  const last = items().filter((item) => item.kind === "tap" && !item.back).at(-1);
  if (!last) return false;
  if (last.tried) {
    put({ ...last, back: true });
    make({ kind: "back", of: last.id });
  } else localStorage.removeItem(HOME + last.id);
  now.textContent = words.takenBack;
  show();
  sync();
  return true;
};

for (const form of place.querySelectorAll("form[data-taps]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.name === "group") {
      event.preventDefault();
      tap(button);
    } else if (button === undo && takeBack()) event.preventDefault();
  });
}

const decide = place.querySelector("form[data-choice]");
decide.addEventListener("submit", (event) => {
  const typed = Object.fromEntries([...new FormData(decide)].filter(([name]) => !["once", "what", "csrfmiddlewaretoken"].includes(name)));
  if (!typed.words?.trim() || !typed.how) {
    if (place.hasAttribute("data-online")) return; // the server says in words what is missing
    event.preventDefault();
    now.textContent = words.choiceMissing;
    return;
  }
  event.preventDefault();
  make({ kind: "choice", typed });
  decide.reset();
  decide.closest("details").open = false;
  now.textContent = words.decided;
  show();
  sync();
});

// What the server has had for two days is of no more use here, whichever gathering it was.
for (const key of Object.keys(localStorage).filter((one) => one.startsWith("tally:"))) {
  const item = JSON.parse(localStorage.getItem(key));
  if (item.state === "sent" && item.order < Date.now() - KEPT_FOR) localStorage.removeItem(key);
}

window.addEventListener("online", sync);
window.addEventListener("storage", show);
document.addEventListener("visibilitychange", () => document.hidden || sync());
window.setInterval(sync, EACH);
show();
sync();
if (place.hasAttribute("data-online")) navigator.serviceWorker?.register(place.dataset.worker).catch(() => {});
