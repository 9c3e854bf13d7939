import { expect } from "chai";
import { newId } from "../../static/js/core/ids.js";
import { makeClock } from "../../static/js/labeling/clock.js";
import { isInside, markPoint, neighbour, pathOf } from "../../static/js/labeling/geometry.js";
import { Answers, History } from "../../static/js/labeling/history.js";
import { KeptHistory } from "../../static/js/labeling/kept_history.js";
import { TileQueue } from "../../static/js/labeling/tile_queue.js";
import { Zoom } from "../../static/js/labeling/zoom.js";

const square = (left, top, side) => [[left, top], [left + side, top], [left + side, top + side], [left, top + side], [left, top]];

describe("clock", () => {
  const storage = () => {
    const kept = new Map();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  };

  it("never goes back, nor stands still, when the device's clock is set back", () => {
    const times = [1000, 1000, 400, 2000];
    const clock = makeClock({ now: () => times.shift(), storage: storage() });
    expect([clock(), clock(), clock(), clock()]).to.deep.equal([1000, 1001, 1002, 2000]);
  });

  it("goes on after a reload", () => {
    const kept = storage();
    makeClock({ now: () => 5000, storage: kept })();
    expect(makeClock({ now: () => 1, storage: kept })()).to.equal(5001);
  });

  it("works where storage is refused", () => {
    const refusing = { getItem() { throw new Error("no"); }, setItem() { throw new Error("no"); } };
    expect(makeClock({ now: () => 7, storage: refusing })()).to.equal(7);
  });

  it("makes ids of version 4 that differ", () => {
    expect(newId()).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(Array.from({ length: 500 }, newId)).size).to.equal(500);
  });
});

describe("geometry", () => {
  it("draws rings as a path", () => {
    expect(pathOf([[[0, 0], [2, 0], [2, 1]]])).to.equal("M0 0L2 0L2 1Z");
  });

  it("leaves holes out", () => {
    const rings = [square(0, 0, 9), square(3, 3, 3)];
    expect([isInside(rings, 1, 1), isInside(rings, 4.5, 4.5), isInside(rings, 10, 1)]).to.deep.equal([true, false, false]);
  });

  it("puts a mark inside a shape whose middle is empty", () => {
    const rings = [square(0, 0, 90), square(20, 20, 50)];
    expect(isInside(rings, ...markPoint(rings))).to.equal(true);
  });

  it("finds the neighbour that an arrow means, and none at the edge", () => {
    const points = new Map([[1, [10, 10]], [2, [30, 12]], [3, [12, 30]], [4, [31, 31]]]);
    expect(["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"].map((key) => neighbour(points, 1, key))).to.deep.equal([2, 3, null, null]);
  });
});

describe("zoom", () => {
  it("keeps the point under the finger in its place", () => {
    const zoom = new Zoom(400);
    zoom.by(2, 100, 300);
    expect([zoom.left, zoom.top]).to.deep.equal([-100, -300]);
  });

  it("never shows anything beside the picture", () => {
    const zoom = new Zoom(400);
    zoom.by(2);
    zoom.pan(9999, -9999);
    expect([zoom.left, zoom.top]).to.deep.equal([0, -400]);
    zoom.by(0.01);
    expect([zoom.zoom, zoom.left, zoom.top]).to.deep.equal([1, 0, 0]);
  });

  it("brings a hidden point into the window", () => {
    const zoom = new Zoom(400);
    zoom.by(4, 0, 0);
    zoom.show(0.9, 0.9);
    expect(zoom.left + 0.9 * 400 * 4).to.be.within(0, 400);
  });
});

describe("history", () => {
  it("gives at least twenty steps back, newest first", () => {
    const history = new History();
    for (let step = 0; step < 25; step++) history.push(step);
    expect(Array.from({ length: 20 }, () => history.pop())[19]).to.equal(5);
  });

  it("forgets the oldest beyond its limit", () => {
    const history = new History(2);
    [1, 2, 3].forEach((step) => history.push(step));
    expect([history.pop(), history.pop(), history.pop()]).to.deep.equal([3, 2, undefined]);
  });

  it("names for a finishing the latest vote of each superpixel touched", () => {
    const answers = new Answers((superpixel, answer) => ({ superpixel, answer }), [{ superpixel: 9, answer: "unsure" }]);
    answers.set(1, "positive");
    answers.set(2, "positive");
    answers.set(1, null);
    expect(answers.votes()).to.deep.equal([{ superpixel: 1, answer: "withdrawn" }, { superpixel: 2, answer: "positive" }]);
    expect([answers.get(1), answers.get(9)]).to.deep.equal([null, "unsure"]);
  });
});

describe("history kept for a reload", () => {
  const storage = () => {
    const kept = new Map();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  };
  const makeView = (tile, ...known) => ({ tile: { tile, assignment: tile * 10, votes: [] }, answers: new Answers(() => ({}), known) });

  it("comes back with every step and each tile as it was left", () => {
    const box = new KeptHistory("amber:ada", storage());
    const history = new History();
    const [one, two] = [makeView(1, { superpixel: 4, answer: "positive" }), makeView(2)];
    history.push({ view: one, changes: [{ number: 4, before: null }] });
    history.push({ view: one, isFinish: true });
    history.push({ view: two, changes: [{ number: 1, before: "unsure" }] });
    box.write(history);
    const back = box.read();
    expect(back.length).to.equal(3);
    expect(back.pop()).to.deep.include({ changes: [{ number: 1, before: "unsure" }], record: { tile: 2, assignment: 20, votes: [] } });
    const finishing = back.pop();
    expect([finishing.isFinish, finishing.record.votes]).to.deep.equal([true, [{ superpixel: 4, answer: "positive" }]]);
  });

  it("survives a second reload while nobody has looked at its tiles", () => {
    const box = new KeptHistory("amber:ada", storage());
    const history = new History();
    history.push({ view: makeView(1), isFinish: true });
    box.write(history);
    box.write(box.read());
    expect(box.read().pop().record.assignment).to.equal(10);
  });

  it("takes all steps of a tile for the view that shows it again", () => {
    const box = new KeptHistory("amber:ada", storage());
    const history = new History();
    history.push({ view: makeView(1), changes: [] });
    history.push({ view: makeView(2), changes: [] });
    box.write(history);
    const back = box.read();
    const view = makeView(1);
    back.adopt(view);
    expect([back.pop().view, back.pop().view]).to.deep.equal([undefined, view]);
  });

  it("begins empty for another person, and where storage is refused", () => {
    const shared = storage();
    const history = new History();
    history.push({ view: makeView(1), isFinish: true });
    new KeptHistory("amber:ada", shared).write(history);
    const refusing = { getItem() { throw new Error("no"); }, setItem() { throw new Error("no"); } };
    new KeptHistory("amber:ada", refusing).write(history);
    expect([new KeptHistory("amber:bo", shared).read().length, new KeptHistory("amber:ada", refusing).read().length]).to.deep.equal([0, 0]);
  });
});

describe("tile queue", () => {
  /** A server with `total` tiles that never repeats those it is told are held. */
  function makeQueue(total, changes = {}) {
    const asked = [];
    const all = Array.from({ length: total }, (_, index) => ({ assignment: index + 1 }));
    const ask = async (held, count) => {
      asked.push({ held: [...held], count });
      return { tiles: all.filter(({ assignment }) => !held.includes(assignment)).slice(0, count), message: "no more" };
    };
    return { asked, queue: new TileQueue({ ask, prepare: async (tile) => ({ tile }), ...changes }) };
  }

  it("keeps at least three tiles ahead", async () => {
    const { queue } = makeQueue(20);
    await queue.next();
    await queue.fill();
    expect(queue.length).to.be.at.least(3);
  });

  it("gives every tile once, then null", async () => {
    const { queue } = makeQueue(6);
    const given = [];
    for (let view = await queue.next(); view; view = await queue.next()) {
      given.push(view.tile.assignment);
      await queue.fill();
    }
    expect(given).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(queue.message).to.equal("no more");
  });

  it("leaves out a tile whose picture is broken and tells it", async () => {
    const broken = [];
    const { queue } = makeQueue(3, {
      prepare: async (tile) => { if (tile.assignment === 2) throw new Error("broken"); return { tile }; },
      onBadTile: (tile) => broken.push(tile.assignment),
    });
    expect([(await queue.next()).tile.assignment, (await queue.next()).tile.assignment]).to.deep.equal([1, 3]);
    expect(broken).to.deep.equal([2]);
  });

  it("gives a tile out of its turn, once", async () => {
    const { queue } = makeQueue(0, { ask: async () => ({ tiles: [7, 8].map((tile) => ({ tile, assignment: tile })), message: "" }) });
    await queue.fill();
    expect([queue.take(8).tile.tile, queue.take(8), queue.length]).to.deep.equal([8, null, 1]);
  });

  it("asks again for tiles whose lease was lost", async () => {
    const { queue } = makeQueue(4);
    await queue.fill();
    queue.keepOnly([1, 2]);
    expect(queue.assignments).to.deep.equal([1, 2]);
    await queue.fill();
    expect(queue.assignments).to.have.members([1, 2, 3, 4]);
  });

  it("rejects when the first tile cannot be fetched, and works again later", async () => {
    let isDown = true;
    const { queue } = makeQueue(0, { ask: async () => { if (isDown) throw new Error("down"); return { tiles: [{ assignment: 1 }], message: "" }; } });
    const failure = await queue.next().catch((error) => error.message);
    isDown = false;
    expect([failure, (await queue.next()).tile.assignment]).to.deep.equal(["down", 1]);
  });
});
