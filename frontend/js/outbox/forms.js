// Forms that work without network: stored first, then sent; while online it feels like any other form.
import { small } from "../small.js";
import { release } from "../submit.js";
import { toast } from "../toast.js";
import { say } from "../words.js";
import { add, drop } from "./queue.js";
import { flush, network } from "./send.js";
import { find } from "./store.js";

const PATIENCE = 6_000;
export const TOLD = "outbox-told";
const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function fieldsOf(form, submitter) {
  const fields = [];
  for (const [name, value] of new FormData(form, submitter)) {
    if (name === "csrfmiddlewaretoken" || name === "_key") continue;
    if (!(value instanceof File)) fields.push([name, value]);
    else if (value.size) fields.push([name, await small(value), value.name]);
  }
  return fields;
}

export function showErrors(form, { message, errors }) {
  form.querySelectorAll(".is-invalid").forEach((field) => field.classList.remove("is-invalid"));
  for (const [name, texts] of Object.entries(errors ?? {})) {
    const field = form.elements[name];
    if (!field?.classList) continue;
    field.classList.add("is-invalid");
    field.setAttribute("aria-invalid", "true");
    const told = field.closest("[data-field]") ?? field.parentElement;
    told.querySelector(".invalid-feedback")?.remove();
    const line = Object.assign(document.createElement("div"), { className: "invalid-feedback", textContent: texts.join(" ") });
    told.append(line);
  }
  form.querySelector(".is-invalid")?.focus();
  form.dispatchEvent(new CustomEvent("outbox:refused", { detail: { message, errors } }));
  toast(message);
}

function leave(url, text) {
  sessionStorage.setItem(TOLD, text);
  location.assign(url);
}

async function submit(form, submitter) {
  const { job = "", label = document.title } = form.dataset;
  const url = (submitter?.formAction && submitter.hasAttribute("formaction") ? submitter : form).getAttribute(
    submitter?.hasAttribute("formaction") ? "formaction" : "action") || location.pathname;
  const fields = await fieldsOf(form, submitter);
  const act = await add({ url, label, job, fields, replaces: form.dataset.replaces, moment: form.tapped });
  delete form.dataset.replaces;
  await Promise.race([flush(), later(PATIENCE)]);
  const now = await find(act.uuid);
  if (now?.state === "sent") {
    await drop(act.uuid);
    return leave(now.answer || location.href, now.message);
  }
  if (network.up && (now?.state === "refused" || now?.state === "conflict")) {
    form.dataset.replaces = act.uuid;
    release(form);
    return showErrors(form, now);
  }
  leave(form.dataset.next || (job ? `/m/${job}/` : "/m/"), say(network.signedIn ? "kept" : "keptSignIn"));
}

// As the server tells it after an ordinary form.
function tell(text) {
  const line = Object.assign(document.createElement("div"), { className: "notice tone-ok", textContent: text });
  line.setAttribute("role", "status");
  document.getElementById("work")?.prepend(line);
}

export function startForms() {
  // On the window: after the position has been asked for and the double click caught.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-outbox]")) return;
    if (event.submitter?.hasAttribute("data-online")) return;
    event.preventDefault();
    submit(form, event.submitter).catch(() => {
      // Without storage (a private window) the form goes the ordinary way.
      HTMLFormElement.prototype.submit.call(form);
    });
  });
  const told = sessionStorage.getItem(TOLD);
  sessionStorage.removeItem(TOLD);
  if (told) tell(told);
}
