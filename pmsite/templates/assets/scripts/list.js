/* Filters a board, a timeline or groups: what does not fit is hidden, and so is what holds nothing then. */
import { Filters } from "./filters.js";

const UNFOLD = 60; // what is found is shown at once, up to so many

export class FeatureList {
  constructor(root) {
    this.part = root;
    this.filters = new Filters(root, () => this.apply());
    this.told = this.filters.status.textContent;
    this.entries = [...root.querySelectorAll("[data-f]")].map((node) => this.filters.entry(node));
    this.parts = [...root.querySelectorAll("[data-part]")].map((node) => {
      const count = node.querySelector(".pm-count");
      return { node, count, told: count?.textContent, open: node.open };
    });
    this.restore();
  }

  restore() {
    this.filters.restore();
    if (this.filters.wanted.length || this.filtered) this.apply();
  }

  apply() {
    const { test, wanted } = this.filters;
    this.filtered = wanted.length > 0;
    this.part.classList.toggle("pm-filtered", this.filtered);
    for (const entry of this.entries) entry.node.hidden = !test(entry);
    const shown = this.entries.filter((entry) => !entry.node.hidden);
    for (const part of this.parts) this.show(part, shown.length <= UNFOLD);
    this.filters.say(this.filtered ? this.filters.told(features(shown), features(this.entries), this.part.dataset.pmList) : this.told);
  }

  /* A part with its count, while something is filtered; as it was, afterwards. */
  show({ node, count, told, open }, unfold) {
    const found = node.querySelectorAll("[data-f]:not([hidden])").length;
    node.hidden = this.filtered && !found && node.dataset.part !== "stays";
    if (count) count.textContent = this.filtered ? this.filters.number(found) : told;
    if (node.matches("details")) node.open = this.filtered ? unfold : open;
  }
}

/* How many features some entries are: one may stand in several groups. */
function features(entries) {
  return new Set(entries.map(({ node }) => node.querySelector("a").href)).size;
}
