// Registers the service worker and tells it which pages to keep, now and then, for whoever is signed in.
import { person } from "../outbox/queue.js";

const EVERY = 5 * 60_000;
const LAST = () => `kept-at-${person()}`;

async function tellWorker(registration) {
  const due = Date.now() - Number(localStorage.getItem(LAST()) ?? 0) > EVERY;
  if (!due && !document.querySelector("[data-keep-now]")) return;
  const response = await fetch("/m/keep/", { headers: { Accept: "application/json", "HX-Request": "true" } });
  if (!response.ok) return;
  const told = await response.json();
  if (told.person !== person()) return;
  registration.active?.postMessage({ keep: told });
  localStorage.setItem(LAST(), String(Date.now()));
}

export async function startKeeping() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/m/sw.js", { scope: "/m/" });
    const registration = await navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data.kept) document.body.dataset.kept = String(data.kept);
    });
    registration.active?.postMessage({ person: person() });
    await tellWorker(registration);
  } catch {
    // Without it the app works as long as there is a network; nothing more is promised then.
  }
}
