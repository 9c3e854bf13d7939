/** What of the form is the same when the address says nothing. */
const USUAL = { order: "fewest", state: "queue", min_score: "0", max_score: "1" };
const PAGE = 200;

/** The form above the list and the address say the same, so that a link shows what its sender saw. */
export class Filter {
  constructor(form) {
    this.form = form;
    this.run = form.elements.run?.value;
    const given = new URLSearchParams(location.search);
    for (const element of form.elements) {
      if (element.name && given.has(element.name)) element.value = given.get(element.name);
    }
    const more = form.querySelector("details");
    // A sample has no more filters: its editors do not see the score.
    this.isSample = !more;
    if (more) more.open = [...more.querySelectorAll("[name]")].some(({ name, value }) => given.has(name) && value);
  }

  get state() {
    return this.form.elements.state.value;
  }

  set state(value) {
    this.form.elements.state.value = value;
  }

  get isQueue() {
    return this.state === "queue";
  }

  value(name) {
    return this.form.elements[name].value;
  }

  /** For the API: of a page of the list, after the one that ended with `after`. */
  query(after = null) {
    const query = new URLSearchParams(new FormData(this.form));
    for (const [name, value] of [...query]) if (!value && name !== "state") query.delete(name);
    query.set("limit", PAGE);
    if (after) query.set("after", after);
    return query;
  }

  writeAddress() {
    const query = new URLSearchParams(new FormData(this.form));
    for (const [name, value] of [...query]) {
      if (value === (USUAL[name] ?? (name === "run" && !this.isSample ? this.run : ""))) query.delete(name);
    }
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  }
}
