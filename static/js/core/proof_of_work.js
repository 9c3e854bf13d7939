/**
 * The nonce for which the SHA-256 of "challenge:nonce" begins with `bits` zero bits (detection/reports/proof.py).
 *
 * SHA-256 is written out here: `crypto.subtle` exists under HTTPS only, and answers each short message in a task of its
 * own, which is many times slower than this loop. The page stays alive, because the work is cut into slices.
 */
const SLICE_MS = 24;
const HASHES_BETWEEN_LOOKS = 512;
const LENGTH_BYTES = 9; // 0x80 and the length in bits

const encoder = new TextEncoder();
const w = new Int32Array(64);
const K = new Int32Array(64);
const START = new Uint32Array(8);
for (let number = 2, found = 0; found < 64; number += 1) {
  if (![...Array(number).keys()].slice(2).every((divisor) => number % divisor)) continue;
  if (found < 8) START[found] = fraction(Math.sqrt(number));
  K[found] = fraction(Math.cbrt(number));
  found += 1;
}

function fraction(root) {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

export async function findNonce(challenge, bits, { signal } = {}) {
  const trier = new Trier(`${challenge}:`);
  for (let nonce = 0; ; ) {
    // Before the first slice too: a form that is being sent ignores a second `requestSubmit` until its event has ended.
    await pause();
    signal?.throwIfAborted();
    const end = performance.now() + SLICE_MS;
    do {
      for (const last = nonce + HASHES_BETWEEN_LOOKS; nonce < last; nonce += 1) {
        if (startsWithZeros(trier.hash(String(nonce)), bits)) return String(nonce);
      }
    } while (performance.now() < end);
  }
}

/** SHA-256 of a text, as eight words of 32 bits. */
export const sha256 = (text) => new Trier(text).hash("");

export function startsWithZeros(words, bits) {
  for (let left = bits, index = 0; left > 0; left -= 32, index += 1) {
    if (Math.clz32(words[index]) < Math.min(left, 32)) return false;
  }
  return true;
}

/** Hashes texts that all begin alike: the blocks of 64 bytes that their beginning fills are hashed once. */
class Trier {
  constructor(beginning) {
    const bytes = encoder.encode(beginning);
    const whole = bytes.length - (bytes.length % 64);
    this.start = START.slice();
    compressAll(this.start, bytes.subarray(0, whole));
    this.rest = bytes.subarray(whole);
    this.length = bytes.length;
    this.block = new Uint8Array(0);
    this.words = new Uint32Array(8);
  }

  /** The words are overwritten by the next hash. `ending` is ASCII. */
  hash(ending) {
    const before = this.rest.length;
    const size = before + ending.length;
    const padded = Math.ceil((size + LENGTH_BYTES) / 64) * 64;
    if (this.block.length !== padded) {
      this.block = new Uint8Array(padded);
      this.block.set(this.rest);
    }
    const { block, words } = this;
    for (let i = 0; i < ending.length; i += 1) block[before + i] = ending.charCodeAt(i);
    block.fill(0, size);
    block[size] = 0x80;
    const bits = (this.length + ending.length) * 8;
    for (let i = 1; i <= 4; i += 1) block[padded - i] = bits >>> (8 * (i - 1));
    words.set(this.start);
    compressAll(words, block);
    return words;
  }
}

function compressAll(state, bytes) {
  for (let at = 0; at < bytes.length; at += 64) compress(state, bytes, at);
}

/** FIPS 180-4, 6.2.2. */
function compress(state, bytes, at) {
  for (let t = 0, i = at; t < 16; t += 1, i += 4) {
    w[t] = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
  }
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15];
    const y = w[t - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
  }
  let a = state[0] | 0, b = state[1] | 0, c = state[2] | 0, d = state[3] | 0;
  let e = state[4] | 0, f = state[5] | 0, g = state[6] | 0, h = state[7] | 0;
  for (let t = 0; t < 64; t += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

/** Lets the page draw and answer; unlike a timeout it is not slowed down when it comes again and again. */
function pause() {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { channel.port1.close(); resolve(); };
    channel.port2.postMessage(null);
  });
}
