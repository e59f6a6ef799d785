// The draft of a card: on the phone with every keystroke, on the server as soon as there is a network.
import { say } from "./words.js";

const PREFIX = "card:";
const PAUSE = 2_500;
const KEPT_DAYS = 60;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "_key", "customer_signature", "strokes", "save", "sign"]);

// The page and the answer write the same instant with different offsets.
const instant = (text) => (text ? Date.parse(text) : 0);

function fieldsOf(form) {
  const fields = {};
  for (const field of form.elements) {
    if (!field.name || NOT_KEPT.has(field.name) || field.type === "file") continue;
    fields[field.name] = field.type === "checkbox" ? field.checked : field.value;
  }
  return fields;
}

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
}

// A private window has no storage; the server's draft is all there is then.
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // The server's copy has to do.
  }
}

function forgetOld() {
  for (const key of Object.keys(localStorage ?? {})) {
    if (key.startsWith(PREFIX) && Date.now() - (read(key)?.at ?? 0) > KEPT_DAYS * 86_400_000) localStorage.removeItem(key);
  }
}

// Pages without TLS have no randomUUID.
const fresh = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint32Array(4))].join("-");

async function send(form) {
  const body = new FormData(form);
  for (const name of ["customer_signature", "strokes", "stamp", "sign"]) body.delete(name);
  body.set("save", "1");
  const headers = { "X-Draft": "1", "Idempotency-Key": fresh() };
  const answer = await fetch(location.pathname, { method: "POST", body, headers });
  const json = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  return { ok: answer.ok && json, ...(json ? await answer.json() : {}) };
}

export function keepDraft(form, { told, conflict }) {
  const key = PREFIX + form.dataset.draft;
  let base = form.dataset.saved;
  let timer = 0;
  let sending = null;
  let again = false;

  const keep = (sent) => write(key, { at: Date.now(), base, sent, fields: fieldsOf(form) });

  async function upload() {
    const before = JSON.stringify(fieldsOf(form));
    try {
      const answer = await send(form);
      if (!answer.ok) return told(answer.message || say("draftKept"));
      base = answer.saved_at;
      const whole = JSON.stringify(fieldsOf(form)) === before;
      keep(whole);
      form.toggleAttribute("data-unsaved", !whole);
      told(say("draftSaved", new Date(base).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" })));
    } catch {
      told(say("draftKept"));
    }
  }

  async function save() {
    clearTimeout(timer);
    const known = read(key);
    if (known?.sent && JSON.stringify(known.fields) === JSON.stringify(fieldsOf(form))) return;
    keep(false);
    form.toggleAttribute("data-unsaved", true);
    // One at a time, so that an older draft never comes after a newer one.
    if (sending) return void (again = true);
    sending = upload();
    await sending;
    sending = null;
    if (again) {
      again = false;
      save();
    }
  }

  function changed() {
    keep(false);
    form.toggleAttribute("data-unsaved", true);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  function useOwn() {
    fill(form, read(key).fields);
    changed();
  }

  forgetOld();
  const own = read(key);
  if (own && !own.sent && JSON.stringify(own.fields) !== JSON.stringify(fieldsOf(form))) {
    if (instant(own.base) === instant(base)) {
      fill(form, own.fields);
      told(say("draftRestored"));
      timer = setTimeout(save, 0);
    } else {
      conflict();
    }
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", save);
  return { save, changed, useOwn };
}
