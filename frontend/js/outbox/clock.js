// When an act was tapped: by the phone's clock, and by the counter that nobody can set, as long as the tab lives.
const SESSION = "outbox-session";

function session() {
  let id = sessionStorage.getItem(SESSION);
  if (!id) sessionStorage.setItem(SESSION, (id = crypto.randomUUID()));
  return id;
}

const counter = () => Math.round(performance.timeOrigin + performance.now());

// 2026-03-02T20:00:00.001+08:00
export function local(date = new Date()) {
  const shift = -date.getTimezoneOffset();
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const there = new Date(date.getTime() + shift * 60_000).toISOString().slice(0, -1);
  return `${there}${shift < 0 ? "-" : "+"}${two(shift / 60)}:${two(Math.abs(shift) % 60)}`;
}

export const tapped = () => ({ at: local(), counter: counter(), session: session() });

export function claims(moment) {
  const told = { "X-Device-Time": moment.at, "X-Device-Now": local() };
  const age = counter() - moment.counter;
  if (moment.session === session() && age >= 0) told["X-Device-Age"] = String(age);
  return told;
}
