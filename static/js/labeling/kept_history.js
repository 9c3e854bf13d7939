import { History } from "./history.js";

const PREFIX = "landscar-history:";

/** What this tab can undo, kept beside it: a reload, or a tab that the browser brings back, goes on with it. */
export class KeptHistory {
  constructor(owner, storage = sessionStorage) {
    Object.assign(this, { name: PREFIX + owner, storage });
  }

  read() {
    try {
      return History.fromRecords(JSON.parse(this.storage.getItem(this.name)));
    } catch {
      return new History(); // nothing there, or storage is refused
    }
  }

  write(history) {
    // Where storage is refused or full, undo lasts as long as the page.
    try { this.storage.setItem(this.name, JSON.stringify(history.toRecords())); } catch { /* see above */ }
  }
}
