// What is in the list: new acts at its end, each behind the one before it of the same job.
import { tapped } from "./clock.js";
import { all, find, keep, remove } from "./store.js";

export const OPEN = ["queued", "waiting", "refused", "conflict"];
const SHOWN_FOR = 7 * 86_400_000;
const changed = new EventTarget();
const channel = "BroadcastChannel" in self ? new BroadcastChannel("outbox") : null;

function tell() {
  changed.dispatchEvent(new Event("change"));
  channel?.postMessage("change");
}
channel?.addEventListener("message", () => changed.dispatchEvent(new Event("change")));
export const onChange = (listener) => changed.addEventListener("change", listener);

export const person = () => Number(document.body.dataset.person) || 0;
export const mine = async () => (await all()).filter((act) => act.person === person());
export const unsent = async () => (await mine()).filter((act) => OPEN.includes(act.state));
export const unsentOf = async (job) => (await unsent()).filter((act) => act.job === job);

export async function add({ url, label, job, fields, replaces, moment }) {
  const acts = await all();
  const old = replaces && acts.find((act) => act.uuid === replaces);
  const seq = old ? old.seq : Math.max(0, ...acts.map((act) => act.seq)) + 1;
  const before = acts.filter((act) => job && act.job === job && act.seq < seq && OPEN.includes(act.state)).at(-1);
  const act = {
    uuid: crypto.randomUUID(), seq, job, label, url, fields, person: person(), state: "queued", message: "",
    errors: {}, tries: 0, after: before?.uuid ?? "", moment: old?.moment ?? moment ?? tapped(),
  };
  await keep(act);
  if (old) await drop(old.uuid, act.uuid);
  tell();
  return act;
}

export async function change(uuid, given) {
  const act = await find(uuid);
  if (!act) return;
  await keep({ ...act, ...given });
  tell();
}

// Whoever waited for it goes on behind what went before it, or behind what took its place.
export async function drop(uuid, instead) {
  const gone = await find(uuid);
  for (const act of await all()) {
    if (act.after === uuid) await keep({ ...act, after: instead ?? gone?.after ?? "" });
  }
  await remove(uuid);
  tell();
}

export async function tidy() {
  for (const act of await all()) {
    if (act.state === "sent" && Date.now() - act.sentAt > SHOWN_FOR) await remove(act.uuid);
  }
}
