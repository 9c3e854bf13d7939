import { assert } from "chai";
import { frameOf } from "../../static/js/labeling/geometry.js";
import { MemoryOutbox } from "../../static/js/labeling/outbox.js";
import { Sender } from "../../static/js/labeling/sender.js";

describe("the window on a part", () => {
  const square = (left, top, side) => [[[left, top], [left + side, top], [left + side, top + side], [left, top + side], [left, top]]];

  it("holds the part with what lies round it", () => {
    const { left, top, side } = frameOf(square(400, 400, 200), 1024);
    assert.deepEqual([left, top, side], [260, 260, 480]);
  });

  it("never leaves the picture", () => {
    const { left, top, side } = frameOf(square(924, 0, 100), 1024);
    assert.deepEqual([left, top, side], [604, 0, 420]);
  });

  it("is the whole picture for a large part and for none", () => {
    assert.equal(frameOf(square(0, 0, 1000), 1024).side, 1024);
    assert.deepEqual(frameOf([], 1024), { left: 0, top: 0, side: 1024, centre: [512, 512] });
  });
});

describe("what an expert said of a finished tile", () => {
  it("is told when the server answers with it, and not otherwise", async () => {
    const outbox = new MemoryOutbox();
    const rows = [{ superpixel: 1, answer: "negative", expert: "positive", reason: "" }];
    const answers = [{ stored: [], rejected: [], feedback: [] }, { stored: [], rejected: [], feedback: rows }];
    const sender = new Sender(outbox, async () => answers.shift(), { votes: "votes/", finish: () => "finish/" });
    const told = [];
    sender.addEventListener("feedback", (event) => told.push(event.detail));
    for (const clock of [1, 2]) await outbox.put({ id: String(clock), kind: "finish", clock, assignment: clock, body: {} });
    await sender.drain();
    assert.deepEqual(told, [rows]);
  });
});
