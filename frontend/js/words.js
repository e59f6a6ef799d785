// The page brings the words in the reader's language; see templates/components/words.html.
export function say(name, ...given) {
  const told = document.getElementById("words")?.dataset[name] ?? "{}";
  return given.reduce((text, one) => text.replace("{}", one), told);
}
