// What a card still lacks, each with the step and the field where it is mended. The server says the same in the end.
import { say } from "./words.js";

const SIGN = 5;

const labelOf = (field) => field.closest("[data-field]")?.dataset.field ?? "";

function gap(field, text) {
  return { text, hash: `#${field.id}`, step: Number(field.closest("[data-step]").dataset.step) };
}

function plain(form) {
  return [...form.querySelectorAll("[aria-required]")]
    .filter((field) => Number(field.closest("[data-step]").dataset.step) !== SIGN && !field.value.trim())
    .map((field) => gap(field, say("fill", labelOf(field))));
}

function parts(form) {
  return [...form.querySelectorAll("[data-used] input")]
    .filter((field) => !field.checkValidity())
    .map((field) => gap(field, say("count", labelOf(field), field.max)));
}

function training(form) {
  const { training_done: done, training_reason: why } = form.elements;
  return done.checked || why.value.trim() ? [] : [gap(why, say("fill", labelOf(why)))];
}

function conduct(form) {
  return [...form.querySelectorAll("[data-conduct]")].flatMap((rule) => {
    const [box, why] = rule.querySelectorAll("input");
    if (box.checked || why.value.trim()) return [];
    return [gap(why, say("conduct", rule.dataset.field, rule.dataset.clause))];
  });
}

export function gapsOf(form) {
  return [...plain(form), ...parts(form), ...training(form), ...conduct(form)].sort((one, other) => one.step - other.step);
}

export function refusalsOf(form, errors) {
  return Object.entries(errors).flatMap(([name, texts]) => {
    const field = form.elements[name];
    const at = field?.closest?.("[data-step]");
    return texts.map((text) => (at ? gap(field, text) : { text, hash: "#", step: SIGN }));
  });
}
