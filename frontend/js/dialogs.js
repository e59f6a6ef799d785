// One shared <dialog id="dialog"> that forms are loaded into; `data-dialog` on a link opens it, `data-close` closes it.
export function startDialogs() {
  const dialog = document.getElementById("dialog");
  if (!dialog) return;
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "dialog-body") return;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[autofocus], input:not([type=hidden]), select, textarea")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target) || event.target.closest(".menu-item")) menu.open = false;
    }
  });
}
