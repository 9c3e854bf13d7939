const KEY = "landscar-clock";

/** Milliseconds that never go back on this device, even when its clock is set back: they order votes. */
export function makeClock({ now = Date.now, storage = localStorage } = {}) {
  let last = Number(read(storage)) || 0;
  return () => {
    last = Math.max(Math.round(now()), last + 1);
    write(storage, last);
    return last;
  };
}

/** A random UUID; crypto.randomUUID is missing on plain-HTTP addresses such as a laptop's in a local network. */
export function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Storage may be switched off; then the clock is only as good as the device's.
function read(storage) {
  try { return storage.getItem(KEY); } catch { return null; }
}

function write(storage, value) {
  try { storage.setItem(KEY, String(value)); } catch { /* see above */ }
}
