// Photos of a report: made small on the phone, shown, and taken back. Without this script the field works as it is.
import { small } from "./small.js";

function thumb(file, label, remove) {
  const box = document.createElement("div");
  box.className = "public-thumb";
  const image = document.createElement("img");
  image.src = URL.createObjectURL(file);
  image.alt = file.name;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: "×" });
  button.setAttribute("aria-label", label);
  button.addEventListener("click", remove);
  box.append(image, button);
  return box;
}

export function startPhotos() {
  const input = document.querySelector("input[type=file][data-photos]");
  const thumbs = document.querySelector("[data-thumbs]");
  if (!input || !thumbs) return;
  const most = Number(input.dataset.photos);
  let kept = [];

  function show(more) {
    const all = new DataTransfer();
    for (const file of kept) all.items.add(file);
    input.files = all.files;
    const boxes = kept.map((file, at) => thumb(file, thumbs.dataset.remove, () => { kept.splice(at, 1); show(); }));
    thumbs.replaceChildren(...boxes);
    if (!more) return;
    const note = document.createElement("div");
    note.className = "public-note";
    note.textContent = thumbs.dataset.most;
    thumbs.append(note);
  }

  input.addEventListener("change", async () => {
    const chosen = [...kept, ...(await Promise.all([...input.files].map(small)))];
    kept = chosen.slice(0, most);
    show(chosen.length > most);
  });
}
