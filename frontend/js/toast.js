// One line at the edge of the page, or in the open dialog, for what no form can show; with a way on it stays.
export function toast(text, way, tone = "tone-late") {
  const place = document.querySelector("dialog[open] .dialog-inner") ?? document.getElementById("toasts");
  if (!place) return;
  const line = document.createElement("div");
  line.className = `toast-line ${tone}`;
  line.setAttribute("role", tone === "tone-late" ? "alert" : "status");
  line.textContent = text;
  place.append(line);
  if (!way) return setTimeout(() => line.remove(), 9000);
  const link = document.createElement("a");
  Object.assign(link, { href: way.href, textContent: way.text, target: "_blank", rel: "noopener" });
  line.dataset.stays = "";
  line.append(" ", link);
}
