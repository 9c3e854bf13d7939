const STORE = "entries";

/**
 * What is made and not yet known to be stored by the server, kept in IndexedDB: it outlives a killed tab.
 * One box for each campaign and contributor. Where IndexedDB is refused (private windows), it keeps in memory.
 */
export async function openOutbox(name) {
  try {
    return new StoredOutbox(await openDatabase(`landscar-outbox:${name}`));
  } catch {
    return new MemoryOutbox();
  }
}

function openDatabase(name) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

class StoredOutbox {
  isLasting = true;

  constructor(database) {
    this.database = database;
  }

  put(entry) {
    return this.#do("readwrite", (store) => store.put(entry));
  }

  /** Every entry, oldest first. */
  async all() {
    return (await this.#do("readonly", (store) => store.getAll())).sort(byClock);
  }

  remove(ids) {
    return this.#do("readwrite", (store) => { for (const id of ids) store.delete(id); });
  }

  count() {
    return this.#do("readonly", (store) => store.count());
  }

  close() {
    this.database.close();
  }

  #do(mode, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked?.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
}

export class MemoryOutbox {
  isLasting = false;
  entries = new Map();

  async put(entry) { this.entries.set(entry.id, entry); }
  async all() { return [...this.entries.values()].sort(byClock); }
  async remove(ids) { for (const id of ids) this.entries.delete(id); }
  async count() { return this.entries.size; }
  close() {}
}

const byClock = (one, other) => one.clock - other.clock;
