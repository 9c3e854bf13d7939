const KEPT = 50;

/** The editor's decisions of this session, the newest last, also after the page was loaded again. */
export class Done {
  constructor(name) {
    this.name = `review-done ${name}`;
    this.steps = [];
    try {
      this.steps = JSON.parse(sessionStorage.getItem(this.name)) ?? [];
    } catch {
      // Nothing that can be read: nothing to undo.
    }
  }

  get length() {
    return this.steps.length;
  }

  push(step) {
    this.steps = [...this.steps, step].slice(-KEPT);
    this.store();
  }

  pop() {
    const step = this.steps.pop();
    this.store();
    return step;
  }

  remove(step) {
    this.steps = this.steps.filter((other) => other !== step);
    this.store();
  }

  store() {
    const words = this.steps.map(({ id, at, name, reviewId }) => ({ id, at, name, reviewId }));
    try {
      sessionStorage.setItem(this.name, JSON.stringify(words));
    } catch {
      // A browser that stores nothing forgets them with the page.
    }
  }
}
