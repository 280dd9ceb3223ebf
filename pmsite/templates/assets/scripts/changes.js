import { Filters } from "./filters.js";

/* Shows the changes of one kind or product area. */
export class Changes {
  constructor(form) {
    this.part = form;
    this.root = form.closest(".pm");
    this.lines = [...this.root.querySelectorAll(".pm-change")];
    this.filters = new Filters(this.root, () => this.apply());
    this.restore();
  }

  restore() {
    this.filters.restore();
    this.apply();
  }

  apply() {
    const { wanted } = this.filters;
    let count = 0;
    for (const line of this.lines) {
      line.hidden = !wanted.every(([name, value]) => (line.dataset[name] ?? "").split(" ").includes(value));
      if (!line.hidden) count += 1;
    }
    const filtered = wanted.length > 0;
    const isEmpty = (part) => !part.querySelector(".pm-change:not([hidden])");
    for (const part of this.root.querySelectorAll(".pm-change-group")) part.hidden = isEmpty(part);
    for (const part of this.root.querySelectorAll(".pm-release-notes:not(.pm-months)")) part.hidden = filtered && isEmpty(part);
    for (const part of this.root.querySelectorAll(".pm-brought")) part.hidden = filtered;
    this.filters.say(filtered ? this.filters.told(count, this.lines.length) : "");
  }
}
