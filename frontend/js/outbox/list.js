// The page 待发送 and the number in the head: every act on this phone, what became of it, and what to do.
import { say } from "../words.js";
import { change, drop, mine, onChange, unsent } from "./queue.js";
import { flush, network, onNetwork } from "./send.js";

const TONES = { queued: "tone-idle", waiting: "tone-idle", refused: "tone-late", conflict: "tone-late", sent: "tone-ok" };

const WORDS = {
  queued: "actQueued", waiting: "actWaiting", refused: "actRefused", conflict: "actConflict", sent: "actSent",
};

function element(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function button(label, work, className = "btn") {
  const made = element("button", className, label);
  made.type = "button";
  made.addEventListener("click", work);
  return made;
}

function ways(act) {
  const row = element("div", "outbox-ways");
  if (act.state === "refused") {
    const mend = element("a", "btn btn-primary", say("mend"));
    mend.href = `${act.url.split("?")[0]}?outbox=${act.uuid}`;
    row.append(mend);
  }
  if (act.state === "conflict") row.append(button(say("retry"), () => change(act.uuid, { state: "queued" }).then(flush)));
  if (act.state !== "sent") row.append(button(say("drop"), () => confirm(say("dropSure", act.label)) && drop(act.uuid)));
  return row;
}

function line(act) {
  const item = element("li", `sheet outbox-act is-${act.state}`);
  const head = element("div", "job-head");
  const stamp = act.moment.at.slice(5, 16).replace("T", " ");
  head.append(element("span", `pill ${TONES[act.state]}`, say(WORDS[act.state])), element("span", "end num", stamp));
  const about = [act.job, act.message].filter(Boolean).join(" · ");
  item.append(head, element("strong", "wrap", act.label), element("div", "quiet wrap", about));
  const told = Object.values(act.errors ?? {}).flat();
  if (told.length) item.append(element("div", "tone-late wrap", told.join("；")));
  if (act.state === "conflict") item.append(element("div", "quiet wrap", say("conflictHelp")));
  item.append(ways(act));
  return item;
}

async function draw(place) {
  const acts = await mine();
  const open = acts.filter((act) => act.state !== "sent");
  place.querySelector("[data-no-acts]").hidden = acts.length > 0;
  place.querySelector("ul").replaceChildren(...[...open, ...acts.filter((act) => act.state === "sent").reverse()].map(line));
}

async function count() {
  const acts = await unsent();
  for (const badge of document.querySelectorAll("[data-outbox-count]")) {
    badge.hidden = acts.length === 0;
    badge.classList.toggle("tone-late", acts.some((act) => act.state === "refused" || act.state === "conflict"));
    badge.querySelector("b").textContent = acts.length;
  }
}

function tellNetwork() {
  const bar = document.getElementById("network");
  if (!bar) return;
  const drawn = new Date(document.body.dataset.now);
  const at = drawn.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  bar.hidden = network.up && network.signedIn;
  bar.textContent = network.signedIn ? say("offlineSince", at) : say("signInFirst");
}

export function startList() {
  const place = document.querySelector("[data-outbox-list]");
  const redraw = () => Promise.all([count(), place && draw(place)]);
  onChange(redraw);
  onNetwork(tellNetwork);
  redraw();
  tellNetwork();
}
