// A refused act is opened again in its own form, with all that was typed and what was wrong.
import { showErrors } from "./forms.js";
import { find } from "./store.js";

function fill(form, fields) {
  const typed = new Map();
  for (const [name, value, fileName] of fields) {
    if (fileName === undefined) typed.set(name, [...(typed.get(name) ?? []), value]);
  }
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || field.type === "hidden") continue;
    const given = typed.get(field.name) ?? [];
    if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
    else if (given.length) field.value = given.shift();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

export async function startMending() {
  const uuid = new URLSearchParams(location.search).get("outbox");
  const form = uuid && document.querySelector("form[data-outbox]");
  const act = form && (await find(uuid));
  if (!act) return;
  fill(form, act.fields);
  form.dataset.replaces = uuid;
  form.setAttribute("action", act.url);
  showErrors(form, act);
}
