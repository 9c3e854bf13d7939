import { expect } from "chai";
import { Presence } from "../../static/js/labeling/presence.js";

const MINUTE = 60000;

describe("presence", () => {
  function makePresence() {
    const page = new EventTarget();
    page.hidden = false;
    const clock = { time: 0 };
    const returns = [];
    const presence = new Presence({ page, now: () => clock.time, onReturn: (awayMs) => returns.push(awayMs) });
    const touch = (sign = "pointerdown") => page.dispatchEvent(new Event(sign));
    return { page, clock, returns, presence, touch };
  }

  it("lasts for five minutes from the last touch", () => {
    const { clock, presence, touch } = makePresence();
    clock.time = 2 * MINUTE;
    touch("keydown");
    clock.time = 7 * MINUTE - 1;
    expect([presence.isHere, presence.idleMs]).to.deep.equal([true, 5 * MINUTE - 1]);
    clock.time = 7 * MINUTE;
    expect(presence.isHere).to.equal(false);
  });

  it("ends at once where the page is hidden", () => {
    const { page, presence } = makePresence();
    page.hidden = true;
    expect(presence.isHere).to.equal(false);
  });

  it("tells of a return once, and for how long nobody was there", () => {
    const { clock, returns, touch, presence } = makePresence();
    clock.time = 30000;
    touch();
    clock.time = 30000 + 6 * MINUTE;
    touch("wheel");
    touch("pointermove");
    expect(returns).to.deep.equal([6 * MINUTE]);
    expect(presence.isHere).to.equal(true);
  });

  it("takes a page shown again for a return", () => {
    const { page, clock, returns, touch } = makePresence();
    page.hidden = true;
    clock.time = 2 * MINUTE;
    touch("visibilitychange");
    expect(returns).to.deep.equal([]);
    page.hidden = false;
    touch("visibilitychange");
    expect(returns).to.deep.equal([2 * MINUTE]);
  });
});
