// Registers the service worker and tells it which pages to keep, now and then, for whoever is signed in.
import { person } from "../outbox/queue.js";

const EVERY = 5 * 60_000;
const LAST = () => `kept-at-${person()}`;

// What the page was told to keep is there: from now on it may go without network.
function kept(count) {
  document.body.dataset.kept = String(count);
}

async function tellWorker(registration) {
  const last = Number(localStorage.getItem(LAST()) ?? 0);
  if (Date.now() - last < EVERY) return kept("before");
  const response = await fetch("/m/keep/", { headers: { Accept: "application/json", "HX-Request": "true" } });
  if (!response.ok) return;
  const told = await response.json();
  if (told.person === person()) registration.active?.postMessage({ keep: told });
}

export async function startKeeping() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/m/sw.js", { scope: "/m/" });
    const registration = await navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (!data.kept) return;
      // Only now: a page that is left before takes nothing for done.
      localStorage.setItem(LAST(), String(Date.now()));
      kept(data.kept);
    });
    registration.active?.postMessage({ person: person() });
    await tellWorker(registration);
  } catch {
    // Without it the app works as long as there is a network; nothing more is promised then.
  }
}
