// The acts that wait on this phone, in IndexedDB: what is in there survives a reload, a kill and an empty battery.
const NAME = "outbox";
const ACTS = "acts";

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(ACTS, { keyPath: "uuid" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(ACTS, mode, { durability: "strict" });
    const request = work(transaction.objectStore(ACTS));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const bySequence = (a, b) => a.seq - b.seq;

export const all = async () => (await run("readonly", (acts) => acts.getAll())).sort(bySequence);
export const find = (uuid) => run("readonly", (acts) => acts.get(uuid));
export const keep = (act) => run("readwrite", (acts) => acts.put(act));
export const remove = (uuid) => run("readwrite", (acts) => acts.delete(uuid));
