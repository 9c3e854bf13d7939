import { register, targets } from "../core/controllers.js";

/**
 * Shows the question as a volunteer sees it while it is written, and fills the form with an example.
 *
 * Inputs have `data-text` (question, positive_name…) and `lang`; the preview shows the language that was written in
 * last, and what is missing in it in the other one.
 */
class QuestionController {
  constructor(element) {
    this.element = element;
    this.targets = targets(element, "question");
    this.language = element.querySelector("[data-text]").lang;
  }

  connect() {
    this.draw();
  }

  show(event) {
    if (event.target.lang) this.language = event.target.lang;
    this.draw();
  }

  take(event, { texts }) {
    const written = JSON.parse(texts);
    for (const input of this.#inputs()) input.value = written[input.name] ?? "";
    for (const details of this.element.querySelectorAll("details.language:has([data-text])")) details.open = true;
    this.draw();
  }

  draw() {
    const { question, positiveName, negativeName, guidance } = this.targets;
    question.textContent = this.#written("question") || "…";
    positiveName.textContent = this.#written("positive_name") || gettext("Yes");
    negativeName.textContent = this.#written("negative_name") || gettext("No");
    guidance.textContent = this.#written("guidance");
  }

  #inputs() {
    return [...this.element.querySelectorAll("[data-text]")];
  }

  #written(text) {
    const all = this.#inputs().filter((input) => input.dataset.text === text && input.value.trim());
    return (all.find((input) => input.lang === this.language) ?? all[0])?.value.trim() ?? "";
  }
}

register("question", QuestionController);
