// Lets the page of a tablet come up when there is no connection: what the tablet opened before is
// fetched anew when that is possible, and otherwise taken from what tablet.js kept. No code and no
// ballot is ever kept here.
"use strict";

const CACHE = "wd-tablet";

/** The page of the tablet, next to the pages of the booth. */
const home = () => new URL("tablet", self.registration.scope);

async function answer(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(CACHE);
    const kept = request.method === "GET" ? await cache.match(request, { ignoreVary: true }) : undefined;
    if (kept) return kept;
    // The connection went away while somebody voted: back to where the next one begins.
    if (request.mode === "navigate" && (await cache.match(home().href, { ignoreVary: true }))) return Response.redirect(`${home().href}#onderbroken`);
    throw error;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate" || new URL(event.request.url).pathname.startsWith("/static/")) event.respondWith(answer(event.request));
});
