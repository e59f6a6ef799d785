// Sends what waits, in order, from one tab at a time; the server gives each key one effect however often it comes.
import { forgetPages } from "../offline/forget.js";
import { claims } from "./clock.js";
import { change, mine, OPEN, person, tidy, unsent } from "./queue.js";

const AGAIN = [2_000, 5_000, 15_000, 60_000];
export const network = { up: navigator.onLine, signedIn: true, failures: 0 };
const heard = new EventTarget();
export const onNetwork = (listener) => heard.addEventListener("change", listener);

function note(given) {
  Object.assign(network, given);
  heard.dispatchEvent(new Event("change"));
}

// Whether the server answers, who is signed in there, and the token that goes with what he sends.
async function hello() {
  try {
    const response = await fetch("/m/hello/", {
      headers: { Accept: "application/json", "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(8_000),
    });
    if (response.status === 401 || response.status === 403) {
      await forgetPages();
      return note({ up: true, signedIn: false, failures: 0 });
    }
    if (!response.ok) return note({ up: false, failures: network.failures + 1 });
    const told = await response.json();
    note({ up: true, signedIn: told.person === person(), failures: 0 });
    return network.signedIn ? told : undefined;
  } catch {
    note({ up: false, failures: network.failures + 1 });
  }
}

function content(act) {
  const form = new FormData();
  for (const [name, value, fileName] of act.fields) {
    if (fileName === undefined) form.append(name, value);
    else form.append(name, value, fileName);
  }
  return form;
}

async function post(act, token) {
  const headers = {
    Accept: "application/json", "X-Outbox": "1", "Idempotency-Key": act.uuid, "X-CSRFToken": token, ...claims(act.moment),
  };
  if (act.after) headers["X-Act-After"] = act.after;
  const response = await fetch(act.url, { method: "POST", headers, body: content(act), signal: AbortSignal.timeout(60_000) });
  return { status: response.status, ...(await response.json()) };
}

async function send(act, token) {
  await change(act.uuid, { tries: act.tries + 1 });
  const { state, message, errors = {}, url = "" } = await post(act, token);
  if (state === "applied") await change(act.uuid, { state: "sent", message, errors, answer: url, fields: [], sentAt: Date.now() });
  else if (state === "sign_in") note({ signedIn: false });
  else if (state !== "failed") await change(act.uuid, { state, message, errors });
  return state;
}

async function round() {
  const told = (await unsent()).length ? await hello() : undefined;
  const held = new Set();
  for (const act of told ? await mine() : []) {
    if (!OPEN.includes(act.state) || held.has(act.job)) continue;
    const stuck = act.state === "refused" || act.state === "conflict";
    const state = stuck ? act.state : await send(act, told.token);
    if (state !== "applied" && act.job) held.add(act.job);
    if (state === "sign_in") return;
  }
}

let timer;

export async function flush() {
  clearTimeout(timer);
  try {
    await navigator.locks.request("outbox", round);
  } catch {
    note({ up: false, failures: network.failures + 1 });
  }
  const left = (await unsent()).filter((act) => act.state === "queued" || act.state === "waiting");
  if (left.length && network.signedIn) timer = setTimeout(flush, AGAIN[Math.min(network.failures, AGAIN.length - 1)]);
}

export function startSending() {
  addEventListener("online", flush);
  addEventListener("offline", () => note({ up: false }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  tidy().then(flush);
}
