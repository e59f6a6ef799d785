// The page that the customer reads: what was typed, in its place; nothing here is ever markup.

function partsUsed(form) {
  return [...form.querySelectorAll("[data-used]")].flatMap((row) => {
    const count = Number(row.querySelector("input").value || 0);
    return count ? [`${row.dataset.field} × ${count}`] : [];
  });
}

function lines(place, texts) {
  place.replaceChildren(...texts.map((text) => Object.assign(document.createElement("div"), { textContent: text })));
}

export function sumUp(form) {
  for (const place of form.querySelectorAll("[data-from]")) {
    place.textContent = form.elements[place.dataset.from]?.value.trim() ?? "";
  }
  for (const place of form.querySelectorAll("[data-parts]")) {
    const used = partsUsed(form);
    lines(place, used.length ? used : [place.dataset.none]);
  }
  for (const place of form.querySelectorAll("[data-promise]")) {
    place.hidden = !form.elements[place.dataset.promise]?.checked;
  }
}

export function tellParts(form) {
  for (const told of form.querySelectorAll("[data-told]")) {
    const row = told.closest("[data-used]");
    const used = Number(row.querySelector("input").value || 0);
    const texts = [used, Math.max(0, Number(told.dataset.there) - used)];
    told.textContent = texts.reduce((text, one) => text.replace("{}", one), told.dataset.told);
  }
}

