// Answers for the app while there is no network. `self.APP` (what belongs to this build) is written before it by the
// server. Pages are kept for one person at a time, for a week; nothing but pages of the phone is kept at all.
const STATIC = `static-${hash(JSON.stringify(self.APP))}`;
const WEEK = 7 * 86_400_000;
const PATIENCE = 4_000;
const KEPT_AT = "X-Kept-At";
let owner;

function hash(text) {
  let sum = 5381;
  for (const letter of text) sum = (sum * 33 + letter.codePointAt(0)) >>> 0;
  return sum.toString(36);
}

self.addEventListener("install", (event) => {
  const fill = async () => (await caches.open(STATIC)).addAll([...self.APP.shell, self.APP.offline]);
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("static-") && name !== STATIC);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

const pagesOf = (person) => `pages-${person}`;
const keptPages = async () => (await caches.keys()).filter((name) => name.startsWith("pages-"));
const keyOf = (request) => (request.headers.get("HX-Request") ? `${request.url}#part` : request.url);

async function forget(except = "") {
  const names = await keptPages();
  await Promise.all(names.filter((name) => name !== except).map((name) => caches.delete(name)));
}

async function whose() {
  owner ??= (await keptPages())[0];
  return owner;
}

async function keep(name, key, response) {
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, String(Date.now()));
  const { status, statusText } = response;
  await (await caches.open(name)).put(key, new Response(await response.blob(), { status, statusText, headers }));
}

async function kept(request) {
  const name = await whose();
  const found = name && (await (await caches.open(name)).match(keyOf(request)));
  return found && Date.now() - Number(found.headers.get(KEPT_AT)) < WEEK ? found : undefined;
}

// A redirect of a page ends at the sign-in or elsewhere: nothing of it is kept.
const worth = (response) => response.status === 200 && !response.redirected && response.type === "basic";

async function fresh(request) {
  const response = await fetch(request);
  const name = await whose();
  if ((response.status === 401 || response.status === 403) && request.url.endsWith("/m/hello/")) await forget();
  else if (name && worth(response)) await keep(name, keyOf(request), response.clone());
  return response;
}

const patience = (request) => new Promise((resolve, reject) => {
  setTimeout(() => kept(request).then((found) => found && resolve(found)), PATIENCE);
  fresh(request).then(resolve, reject);
});

async function page(request) {
  try {
    return await patience(request);
  } catch {
    const found = await kept(request);
    if (found) return found;
    if (request.mode !== "navigate") return new Response(null, { status: 204 });
    return (await caches.match(self.APP.offline)) ?? Response.error();
  }
}

async function asset(request) {
  const found = await caches.match(request, { ignoreSearch: true });
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(STATIC)).put(request, response.clone());
  return response;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (/^\/(m\/(hello|keep)|files|logout|login)\//.test(url.pathname)) return;
  else event.respondWith(page(request));
});

async function take(source, { person, urls }) {
  owner = pagesOf(person);
  await forget(owner);
  let count = 0;
  for (const url of urls) {
    const part = url.includes("/papers") || url.includes("/parts/");
    const headers = part ? { "HX-Request": "true" } : {};
    const request = new Request(url, { headers, credentials: "same-origin", redirect: "manual" });
    try {
      const response = await fetch(request);
      if (worth(response)) {
        await keep(owner, keyOf(request), response);
        count += 1;
      }
    } catch {
      break;
    }
  }
  source?.postMessage({ kept: count });
}

self.addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(take(event.source, event.data.keep));
  if (event.data.person) {
    owner = pagesOf(event.data.person);
    event.waitUntil(forget(owner).then(() => caches.open(owner)));
  }
});
