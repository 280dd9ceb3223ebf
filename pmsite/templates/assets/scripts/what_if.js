/* What if an input were another? Scores and ranks follow in this window; nothing is saved. */
const SCORES = {
  rice: (v) => (v.reach * v.impact * v.confidence) / v.effort,
  ice: (v) => v.impact * v.confidence * v.ease,
  wsjf: (v) => (v.value + v.urgency + v.risk) / v.size,
  opportunity: (v) => v.importance + Math.max(v.importance - v.satisfaction, 0),
};

export class WhatIf {
  constructor(features, button) {
    this.features = features;
    this.button = button;
    this.before = new Map();
    button.addEventListener("click", () => this.toggle());
    features.body.addEventListener("input", (event) => event.target.matches("[data-in] input") && this.recompute());
  }

  async toggle() {
    const on = this.button.getAttribute("aria-pressed") !== "true";
    if (on && !this.features.isWhole) await this.features.load();
    this.button.setAttribute("aria-pressed", on);
    if (on) this.open();
    else this.close();
    this.features.say(on ? this.features.status.dataset.whatIf : "");
  }

  open() {
    for (const { row } of this.features.rows) {
      for (const cell of row.querySelectorAll("[data-in], [data-score]")) this.before.set(cell, [...cell.childNodes]);
      for (const cell of row.querySelectorAll("[data-in]")) cell.replaceChildren(this.field(cell, row));
    }
  }

  field(cell, row) {
    const percent = "percent" in cell.dataset;
    const value = percent ? Math.round(cell.dataset.n * 100) : cell.dataset.n;
    const field = Object.assign(document.createElement("input"), { type: "number", step: "any", min: 0, value });
    field.setAttribute("aria-label", `${row.cells[0].textContent}: ${cell.title}${percent ? " %" : ""}`);
    return field;
  }

  recompute() {
    const locale = this.features.table.closest("[lang]").lang;
    for (const method of Object.keys(SCORES)) {
      const cells = this.features.rows.map(({ row }) => [row.querySelector(`[data-score="${method}"]`), this.score(row, method)]);
      const scored = cells.filter(([cell]) => cell);
      const order = scored.map(([, value]) => value).filter((value) => value !== null).sort((a, b) => b - a);
      // of equal values the first one decides, so that they share their rank
      const ranks = new Map(order.map((value, at) => [value, at + 1]).reverse());
      for (const [cell, value] of scored) {
        if (value === null) {
          cell.replaceChildren("–");
          this.keep(cell, "");
          continue;
        }
        const number = document.createElement("b");
        number.textContent = value.toLocaleString(locale, { maximumFractionDigits: value < 20 ? 1 : 0 });
        cell.replaceChildren(number, ` (${ranks.get(value)})`);
        this.keep(cell, value);
      }
    }
    this.readAgain();
  }

  score(row, method) {
    const values = {};
    for (const cell of row.querySelectorAll(`[data-in^="${method}."]`)) {
      const value = cell.querySelector("input").valueAsNumber;
      if (!Number.isFinite(value)) return null;
      values[cell.dataset.in.split(".")[1]] = "percent" in cell.dataset ? value / 100 : value;
    }
    const value = Object.keys(values).length ? SCORES[method](values) : null;
    return Number.isFinite(value) ? value : null;
  }

  /* The value that sorting compares; the first one is kept, to come back to. */
  keep(cell, value) {
    const held = cell.closest("td").dataset;
    held.was ??= held.s;
    held.s = value;
  }

  close() {
    for (const [cell, nodes] of this.before) {
      cell.replaceChildren(...nodes);
      const held = cell.closest("td").dataset;
      held.s = held.was ?? held.s;
    }
    this.before.clear();
    this.readAgain();
  }

  readAgain() {
    this.features.rows = this.features.rows.map(({ row }) => this.features.read(row));
  }
}
