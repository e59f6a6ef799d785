// The list under the search box: arrows choose, Enter goes there, Esc puts it away.
export function startSuggestions() {
  const box = document.getElementById("search");
  const list = document.getElementById("suggestions");
  if (!box || !list) return;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function choose(step) {
    const all = options();
    if (!all.length) return;
    const at = all.findIndex((one) => one.classList.contains("is-here"));
    const next = all[(at + step + all.length) % all.length];
    all[at]?.classList.remove("is-here");
    next.classList.add("is-here");
    next.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", next.id);
  }

  function show(open) {
    list.classList.toggle("is-open", open && list.childElementCount > 0);
    box.setAttribute("aria-expanded", String(list.classList.contains("is-open")));
    if (!open) box.removeAttribute("aria-activedescendant");
  }

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    }
    const here = list.querySelector(".is-here");
    if (event.key === "Enter" && here && list.classList.contains("is-open")) {
      event.preventDefault();
      here.click();
    }
    if (event.key === "Escape") {
      if (!list.classList.contains("is-open")) box.blur();
      show(false);
    }
  });
  box.addEventListener("focus", () => show(true));
  list.addEventListener("htmx:afterSwap", () => show(true));
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".search")) show(false);
  });
}
