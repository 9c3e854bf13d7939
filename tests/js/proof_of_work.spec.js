import { expect } from "chai";
import { findNonce, sha256, startsWithZeros } from "../../static/js/core/proof_of_work.js";

const hex = (words) => [...words].map((word) => word.toString(16).padStart(8, "0")).join("");

async function hexOf(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("proof of work", () => {
  it("hashes as the standard's examples", () => {
    expect(hex(sha256("abc"))).to.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(hex(sha256(""))).to.equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("hashes every length around a block as the browser does", async () => {
    for (const length of [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 200]) {
      const text = "д".repeat(length >> 1) + "x".repeat(length);
      expect(hex(sha256(text)), String(length)).to.equal(await hexOf(text));
    }
  });

  it("finds a nonce whose hash begins with enough zeros", async () => {
    for (const challenge of ["a", "b".repeat(55), "c".repeat(63), "d".repeat(90)]) {
      const nonce = await findNonce(challenge, 10);
      const digest = await hexOf(`${challenge}:${nonce}`);
      expect(parseInt(digest.slice(0, 8), 16) >>> 22, challenge).to.equal(0);
    }
  });

  it("counts zero bits over words", () => {
    expect(startsWithZeros([1, 0], 31)).to.equal(true);
    expect(startsWithZeros([1, 0], 32)).to.equal(false);
    expect(startsWithZeros([0, 0x7fffffff], 33)).to.equal(true);
    expect(startsWithZeros([0, 0x80000000], 33)).to.equal(false);
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const never = findNonce("e", 60, { signal: stop.signal });
    stop.abort();
    const error = await never.catch((reason) => reason);
    expect(error.name).to.equal("AbortError");
  });
});
