/* The table of features: rows are selected, and then changed together. */
import { button, isTyping, make } from "./dom.js";
import { itemAt } from "./page.js";
import { cells, pasteMany, setMany } from "./set_many.js";
import { refused } from "./toast.js";
import { number, say, sayMany } from "./words.js";

let current = null;
const selections = new Map(); // by page, the addresses of what is selected: another build of the page keeps it

export function table() {
  const part = document.querySelector("[data-pm-table]");
  if (part && part !== current?.part) current = new Selection(part);
}

addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const isCells = text.includes("\t") || (cells(text).length > 1 && current?.chosen.size);
  if (!current?.part.isConnected || isTyping(event.target) || document.querySelector("dialog[open]") || !isCells) return;
  event.preventDefault();
  current.paste(text);
});

class Selection {
  constructor(part) {
    this.part = part;
    this.body = part.tBodies[0];
    this.chosen = selections.get(location.pathname) ?? new Set();
    selections.set(location.pathname, this.chosen);
    this.last = null;
    this.bar = this.addBar();
    this.addBoxes();
    new MutationObserver(() => this.addBoxes()).observe(this.body, { childList: true });
    this.body.addEventListener("click", (event) => event.target.matches(".pme-pick") && this.pick(event));
    this.show();
  }

  addBar() {
    this.all = make("input", { type: "checkbox", class: "pme-pick-all", onchange: () => this.pickAll(this.all.checked) });
    this.count = make("span", { role: "status" });
    const told = (run) => () => run().catch(refused);
    this.set = button(say("Set…"), told(() => this.setFact()), { class: "pme-button pme-button--first" });
    this.none = button(say("Select none"), () => this.pickAll(false, true));
    const pasting = button(say("Paste a column…"), told(() => this.paste("")));
    const bar = make("div", { class: "pme pme-many", role: "group", "aria-label": say("Change many") }, [
      make("label", {}, this.all, ` ${say("Select all shown")}`),
      this.count,
      this.set,
      pasting,
      this.none,
    ]);
    this.part.closest(".pm-scroll").before(bar);
    return bar;
  }

  addBoxes() {
    for (const row of this.body.rows) {
      if (row.querySelector(".pme-pick")) continue;
      const link = row.querySelector("th a");
      const box = make("input", { type: "checkbox", class: "pme-pick", "aria-label": say("Select “%(title)s”", { title: link.textContent.trim() }) });
      box.dataset.pmeKey = `pick ${link.href}`;
      row.cells[0].prepend(box);
    }
    this.show();
  }

  address(box) {
    return box.closest("tr").querySelector("th a").href;
  }

  get boxes() {
    return [...this.body.querySelectorAll(".pme-pick")];
  }

  /* With Shift all rows from the last one to this one. */
  pick(event) {
    const { boxes } = this;
    const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(event.target)].toSorted((one, other) => one - other);
    const range = event.shiftKey && from >= 0 ? boxes.slice(from, to + 1) : [event.target];
    for (const box of range) this.turn(box, event.target.checked);
    this.last = event.target;
    this.show();
  }

  pickAll(isOn, isAll = false) {
    if (isAll) this.chosen.clear();
    for (const box of this.boxes) this.turn(box, isOn);
    this.show();
  }

  turn(box, isOn) {
    if (isOn) this.chosen.add(this.address(box));
    else this.chosen.delete(this.address(box));
  }

  show() {
    let shown = 0;
    const { boxes } = this;
    for (const box of boxes) {
      box.checked = this.chosen.has(this.address(box));
      box.closest("tr").classList.toggle("pme-picked", box.checked);
      if (box.checked) shown += 1;
    }
    const { size } = this.chosen;
    this.all.checked = shown > 0 && shown === boxes.length;
    this.all.indeterminate = shown > 0 && shown < boxes.length;
    this.set.disabled = !size;
    this.none.hidden = !size;
    const elsewhere = size > shown ? say(" (%(num)s of them not shown)", { num: number(size - shown) }) : "";
    this.count.textContent = size ? sayMany("%(num)s feature selected", "%(num)s features selected", size) + elsewhere : "";
  }

  /* The features that are selected, in the order of the table; those that are not shown come last. */
  async ids() {
    const shown = this.boxes.filter((box) => box.checked).map((box) => this.address(box));
    const ordered = [...new Set([...shown, ...this.chosen])];
    const found = await Promise.all(ordered.map(itemAt));
    return found.filter(Boolean).map(({ id }) => id);
  }

  async setFact() {
    await setMany(await this.ids());
  }

  async paste(text) {
    await pasteMany(await this.ids(), text);
  }
}
