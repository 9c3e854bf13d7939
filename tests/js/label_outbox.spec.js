import { expect } from "chai";
import { newId } from "../../static/js/core/ids.js";
import { openOutbox } from "../../static/js/labeling/outbox.js";

const entry = (clock) => ({ id: newId(), kind: "vote", clock, body: { clock } });

describe("outbox", () => {
  let name;
  beforeEach(() => { name = newId(); });

  it("gives entries back oldest first", async () => {
    const outbox = await openOutbox(name);
    const [late, early] = [entry(2), entry(1)];
    await outbox.put(late);
    await outbox.put(early);
    expect(await outbox.all()).to.deep.equal([early, late]);
  });

  it("keeps entries when it is closed and opened again", async () => {
    const first = await openOutbox(name);
    await first.put(entry(1));
    first.close();
    const second = await openOutbox(name);
    expect(second.isLasting).to.equal(true);
    expect(await second.count()).to.equal(1);
  });

  it("keeps an entry put twice once", async () => {
    const outbox = await openOutbox(name);
    const once = entry(1);
    await outbox.put(once);
    await outbox.put(once);
    expect(await outbox.count()).to.equal(1);
  });

  it("removes what is named and nothing else", async () => {
    const outbox = await openOutbox(name);
    const [gone, kept] = [entry(1), entry(2)];
    await outbox.put(gone);
    await outbox.put(kept);
    await outbox.remove([gone.id]);
    expect(await outbox.all()).to.deep.equal([kept]);
  });

  it("keeps the boxes of two people on one device apart", async () => {
    const [one, other] = [await openOutbox(`${name}:a`), await openOutbox(`${name}:b`)];
    await one.put(entry(1));
    expect(await other.count()).to.equal(0);
  });
});
