// `data-all="name"` ticks every box of that name in its form.
export function startTicking() {
  document.addEventListener("change", (event) => {
    const { all } = event.target.dataset;
    if (!all) return;
    for (const box of event.target.form.querySelectorAll(`input[name="${all}"]`)) box.checked = event.target.checked;
  });
}
