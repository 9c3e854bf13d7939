import { expect } from "chai";
import { ApiError } from "../../static/js/core/api.js";
import { MemoryOutbox } from "../../static/js/labeling/outbox.js";
import { nextGroup, Sender } from "../../static/js/labeling/sender.js";

const ADDRESSES = { votes: "votes", finish: (assignment) => `finish/${assignment}`, reopen: (assignment) => `reopen/${assignment}` };
const vote = (id, clock) => ({ id, kind: "vote", clock, body: { id, clock } });
const finish = (id, clock, assignment = 7) => ({ id, kind: "finish", clock, assignment, body: { clock } });

/** A server that records, and fails as told: `failures` are thrown one after the other. */
function makeServer(failures = [], judge = () => null) {
  const received = [];
  const post = async (address, body) => {
    if (failures.length) {
      const failure = failures.shift();
      if (failure) throw failure;
    }
    const error = judge(address, body);
    if (error) throw error;
    received.push({ address, body });
    return { stored: [], rejected: [] };
  };
  return { received, post };
}

async function makeSender(post, entries) {
  const outbox = new MemoryOutbox();
  for (const entry of entries) await outbox.put(entry);
  return new Sender(outbox, post, ADDRESSES);
}

describe("sender", () => {
  it("sends votes together and everything in order", async () => {
    const server = makeServer();
    const sender = await makeSender(server.post, [finish("c", 3), vote("b", 2), vote("a", 1), vote("d", 4)]);
    expect(await sender.drain()).to.equal(true);
    expect(server.received.map(({ address }) => address)).to.deep.equal(["votes", "finish/7", "votes"]);
    expect(server.received[0].body.votes.map(({ id }) => id)).to.deep.equal(["a", "b"]);
  });

  it("keeps everything while there is no network, and says how much is waiting", async () => {
    const server = makeServer([new ApiError("No connection")]);
    const sender = await makeSender(server.post, [vote("a", 1), finish("b", 2)]);
    expect(await sender.drain()).to.equal(false);
    expect([sender.waiting, sender.isOffline]).to.deep.equal([2, true]);
    expect(await sender.drain()).to.equal(true);
    expect(server.received).to.have.length(2);
    sender.stop();
  });

  for (const status of [0, 401, 403, 429, 500, 503]) {
    it(`keeps a vote when the answer is ${status}`, async () => {
      const server = makeServer([new ApiError("later", { status })]);
      const sender = await makeSender(server.post, [vote("a", 1)]);
      await sender.drain();
      sender.stop();
      expect(sender.waiting).to.equal(1);
    });
  }

  it("leaves a server alone for as long as it asks", async () => {
    const server = makeServer([new ApiError("too many requests", { status: 429, retryAfterMs: 60000 })]);
    const sender = await makeSender(server.post, [vote("a", 1)]);
    const before = Date.now();
    await sender.drain();
    sender.stop();
    expect(sender.retryAt).to.be.at.least(before + 60000);
  });

  it("takes out what the server can never keep, tells it, and sends the rest", async () => {
    const spoilt = (address, body) => body.votes?.some(({ id }) => id === "bad") ? new ApiError("no such answer", { status: 400 }) : null;
    const server = makeServer([], spoilt);
    const sender = await makeSender(server.post, [vote("a", 1), vote("bad", 2), vote("c", 3)]);
    const reasons = [];
    sender.addEventListener("refused", (event) => reasons.push(event.detail.reason));
    await sender.drain();
    expect(sender.waiting).to.equal(0);
    expect(reasons).to.deep.equal(["no such answer"]);
    expect(server.received.flatMap(({ body }) => body.votes.map(({ id }) => id))).to.deep.equal(["a", "c"]);
  });

  it("drains once at a time, however often it is asked", async () => {
    const server = makeServer();
    const sender = await makeSender(server.post, [vote("a", 1)]);
    await Promise.all([sender.drain(), sender.drain(), sender.drain()]);
    expect(server.received).to.have.length(1);
  });

  it("sends by itself what is added", async () => {
    const server = makeServer();
    const sender = await makeSender(server.post, []);
    const emptied = new Promise((resolve) => {
      sender.addEventListener("change", () => { if (server.received.length && sender.waiting === 0) resolve(); });
    });
    await sender.add(vote("a", 1));
    expect(sender.waiting).to.equal(1);
    await emptied;
  });

  it("ends a group of votes where something else comes", () => {
    expect(nextGroup([vote("a", 1), vote("b", 2), finish("c", 3), vote("d", 4)])).to.have.length(2);
    expect(nextGroup([finish("c", 3), vote("d", 4)])).to.have.length(1);
  });
});
