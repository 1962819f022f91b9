/* Opens the tally page when there is no network. Keeps that page without anyone's name, and the files it is drawn with; nothing else. */
const WAIT = 4000;

self.addEventListener("install", (event) => {
  const fresh = [KEPT.offline, ...KEPT.files].map((url) => new Request(url, { cache: "reload" }));
  event.waitUntil(caches.open(KEPT.name).then((kept) => kept.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const soon = (request) =>
  new Promise((found, late) => {
    const timer = setTimeout(() => late(new Error("late")), WAIT);
    fetch(request).then(found, late).finally(() => clearTimeout(timer));
  });

const orKept = async (request, url) => {
  try {
    return await soon(request);
  } catch {
    const kept = await caches.open(KEPT.name).then((one) => one.match(url));
    return kept || Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (url.pathname === KEPT.page) event.respondWith(orKept(event.request, KEPT.offline));
  } else if (KEPT.files.includes(url.pathname)) {
    event.respondWith(orKept(event.request, url.pathname));
  }
});
