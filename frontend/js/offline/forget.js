// On the way out, or where somebody else signs in, what the phone kept of a person's pages goes; unsent acts stay.
import { say } from "../words.js";
import { unsent } from "../outbox/queue.js";

export async function forgetPages() {
  Object.keys(localStorage).filter((key) => key.startsWith("kept-at-")).forEach((key) => localStorage.removeItem(key));
  if (!("caches" in self)) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("pages-")).map((name) => caches.delete(name)));
}

export function startForgetting() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-sign-out]") || "sure" in form.dataset) return;
    event.preventDefault();
    const left = (await unsent()).length;
    if (left && !confirm(say("leaveUnsent", left))) return;
    await forgetPages();
    form.dataset.sure = "";
    HTMLFormElement.prototype.submit.call(form);
  }, true);
}
