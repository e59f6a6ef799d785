// What is done already but not sent yet is shown on its job, and the step after it becomes the next one.
import { onChange, unsent } from "../outbox/queue.js";
import { say } from "../words.js";

const actOf = (url) => url.split("?")[0].split("/").filter(Boolean).at(-1);

function told(acts) {
  const box = document.createElement("div");
  box.className = "notice tone-warn mt-2 mb-0";
  box.dataset.kept = "";
  box.textContent = acts.map((act) => say("keptAct", act.label, act.moment.at.slice(11, 16))).join("，");
  return box;
}

// How far along the plan the kept acts have come; a report is written beside it.
const reached = (plan, acts) => Math.max(-1, ...acts.map((act) => plan.findIndex((step) => actOf(step.url) === actOf(act.url))));

function link(step) {
  const way = document.createElement("a");
  way.className = "btn btn-primary btn-big mt-2";
  way.dataset.kept = "";
  way.href = step.url;
  way.textContent = step.label;
  return way;
}

function overlay(card, acts) {
  card.querySelectorAll("[data-kept]").forEach((part) => part.remove());
  const step = card.querySelector("[data-next]");
  const plan = JSON.parse(card.dataset.plan || "[]");
  const done = reached(plan, acts);
  if (step) step.hidden = done >= 0;
  if (!acts.length) return;
  const following = done >= 0 ? plan[done + 1] : undefined;
  (step ?? card).after(told(acts), ...(following ? [link(following)] : []));
}

export function startJobs() {
  const cards = [...document.querySelectorAll("[data-job-card]")];
  if (!cards.length) return;
  const draw = async () => {
    const acts = await unsent();
    for (const card of cards) overlay(card, acts.filter((act) => act.job === card.dataset.jobCard));
  };
  onChange(draw);
  draw();
}
