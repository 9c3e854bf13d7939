import { expect } from "chai";
import { register, targets, values } from "../../static/js/core/controllers.js";

describe("controllers", () => {
  let root;

  beforeEach(() => {
    root = document.createElement("div");
    document.body.append(root);
  });

  afterEach(() => root.remove());

  it("collects the first target of each name, and those of its own alone", () => {
    root.innerHTML = '<p data-board-target="n-places">1</p><p data-board-target="n-places">2</p><p data-job-target="state"></p>';
    const found = targets(root, "board");
    expect(Object.keys(found)).to.deep.equal(["nPlaces"]);
    expect(found.nPlaces.textContent).to.equal("1");
  });

  it("reads its values and no others", () => {
    root.setAttribute("data-public-map-basemap-url-value", "/tiles");
    root.setAttribute("data-map-url-value", "/other");
    expect(values(root, "public-map")).to.deep.equal({ basemapUrl: "/tiles" });
  });

  it("calls the method that an action names, with the element's params, for elements made later too", () => {
    const calls = [];
    root.setAttribute("data-controller", "spec-one");
    register("spec-one", class {
      decide(event, params) { calls.push([event.type, params]); }
    });
    root.innerHTML = '<button data-action="click->spec-one#decide" data-spec-one-answer-param="yes"><b>Yes</b></button>';
    root.querySelector("b").click();
    expect(calls).to.deep.equal([["click", { answer: "yes" }]]);
  });

  it("leaves alone other events, other controllers and disabled buttons", () => {
    const calls = [];
    root.setAttribute("data-controller", "spec-two");
    register("spec-two", class {
      note() { calls.push("noted"); }
    });
    root.innerHTML = `<i data-action="change->spec-two#note"></i><i data-action="click->spec-three#note"></i>
      <button disabled data-action="click->spec-two#note"></button>`;
    for (const one of root.children) one.click();
    expect(calls).to.deep.equal([]);
  });
});
