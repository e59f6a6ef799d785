// One line at the edge of the page for what no form can show.
export function toast(text) {
  const place = document.getElementById("toasts");
  if (!place) return;
  const line = document.createElement("div");
  line.className = "toast-line tone-late";
  line.setAttribute("role", "alert");
  line.textContent = text;
  place.append(line);
  setTimeout(() => line.remove(), 9000);
}
