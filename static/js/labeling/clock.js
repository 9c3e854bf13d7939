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

// Storage may be switched off; then the clock is only as good as the device's.
function read(storage) {
  try { return storage.getItem(KEY); } catch { return null; }
}

function write(storage, value) {
  try { storage.setItem(KEY, String(value)); } catch { /* see above */ }
}
