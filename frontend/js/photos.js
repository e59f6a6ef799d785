// Photos of a report: made small on the phone, shown, and taken back. Without this script the field works as it is.
const EDGE = 1600;
const QUALITY = 0.82;

async function small(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 1_500_000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  } catch {
    // What this browser cannot read the server may; it answers in words where it cannot either.
    return file;
  }
}

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
