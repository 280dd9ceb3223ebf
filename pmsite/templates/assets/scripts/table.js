/* Filters, sorts and searches the table of features. Everything works without it, only with less comfort. */
import { offerLink, putQuery } from "./address.js";

const MOST_ROWS = 1000; // in the page at once; the rest stays in memory

export class FeatureTable {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.root = table.closest(".pm");
    this.form = this.root.querySelector(".pm-filters");
    this.status = this.root.querySelector(".pm-status");
    this.pager = this.root.querySelector(".pm-pager");
    this.total = Number(table.dataset.total);
    this.heads = [...table.tHead.rows[0].cells];
    this.columns = this.heads.map((head) => head.dataset.col);
    this.rows = [...this.body.rows].map((row) => this.read(row));
    this.collator = new Intl.Collator(table.closest("[lang]").lang, { numeric: true, sensitivity: "base" });
    this.sort = "";
    this.isWhole = this.rows.length >= this.total; // or there are more rows on other pages
    this.listen();
    this.form.hidden = false;
    this.restore();
  }

  /* A row with its words, which are searched, and by column what filters compare (data-v) and what sorting compares (data-s, else its words). */
  read(row) {
    const cells = [...row.cells];
    const value = (cell) => cell.dataset.v ?? "";
    const sorted = (cell) => cell.dataset.s ?? cell.textContent.trim();
    return { row, text: row.textContent.toLocaleLowerCase(), keys: cells.map(value), sorts: cells.map(sorted) };
  }

  listen() {
    this.heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => this.sortBy(this.columns[at]));
    });
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", () => setTimeout(() => this.cleared()));
    offerLink(this.form, (done) => this.say(done));
  }

  cleared() {
    this.sort = "";
    this.changed();
  }

  sortBy(column) {
    this.sort = this.sort === column ? `-${column}` : column;
    this.changed();
  }

  changed() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (value) query.append(name, value);
    if (this.sort) query.append("sort", this.sort);
    putQuery(query);
    this.apply();
  }

  restore() {
    const query = new URLSearchParams(location.search);
    for (const field of this.form.elements) {
      if (!field.name) continue;
      const value = query.get(field.name) ?? "";
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    const sort = query.get("sort") ?? "";
    this.sort = this.columns.includes(sort.replace(/^-/, "")) ? sort : "";
    if (this.sort || [...new FormData(this.form).values()].some(Boolean)) this.apply();
  }

  async apply() {
    if (!this.isWhole) await this.load();
    const chosen = [...new FormData(this.form)].filter(([name, value]) => value && name !== "find");
    const wanted = chosen.map(([name, value]) => [this.columns.indexOf(name), value]);
    const words = this.form.elements.find.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const fits = (row) => wanted.every(([at, value]) => row.keys[at] === value);
    const says = (row) => words.every((word) => row.text.includes(word));
    const found = this.rows.filter((row) => fits(row) && says(row));
    this.body.replaceChildren(...this.ordered(found).slice(0, MOST_ROWS).map((row) => row.row));
    this.describe(found.length);
  }

  ordered(rows) {
    if (!this.sort) return rows;
    const down = this.sort.startsWith("-");
    const at = this.columns.indexOf(this.sort.replace(/^-/, ""));
    return rows.toSorted((a, b) => {
      const [one, two] = [a.sorts[at], b.sorts[at]];
      if (!one || !two) return one ? -1 : two ? 1 : 0; // what is empty comes last in both directions
      return this.collator.compare(one, two) * (down ? -1 : 1);
    });
  }

  /* Says in the status and in the heads of columns what the table shows. */
  describe(count) {
    const words = this.status.dataset;
    const sorted = this.sort.replace(/^-/, "");
    const number = (n) => n.toLocaleString(this.table.closest("[lang]").lang);
    this.heads.forEach((head, at) => {
      if (this.columns[at] === sorted) head.setAttribute("aria-sort", this.sort === sorted ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    const column = sorted && this.heads[this.columns.indexOf(sorted)].textContent;
    const order = sorted && (this.sort === sorted ? words.up : words.down).replace("{column}", column);
    const total = this.isWhole ? this.total : this.rows.length;
    const shown = count ? words.shown.replace("{shown}", number(count)).replace("{total}", number(total)) : words.none;
    this.say([!this.isWhole && words.failed, shown, order].filter(Boolean).join(" · "));
    if (this.pager) this.pager.hidden = this.isWhole;
  }

  say(text) {
    this.status.textContent = text;
  }

  /* Filters look into all pages, so the first of them fetches the others. What fails is tried again with the next one. */
  async load() {
    this.loading ??= this.fetchAll();
    this.isWhole = await this.loading;
    if (!this.isWhole) this.loading = null;
  }

  /* Whether all rows are here now. Until then this page keeps its own, and the ways to the others. */
  async fetchAll() {
    this.say(this.status.dataset.wait);
    const pages = [...(this.pager?.querySelectorAll("a:not([rel])") ?? [])];
    const rowsOf = (link) => (link.matches("[aria-current]") ? this.rows : this.fetchPage(new URL(link.href)));
    try {
      const parts = await Promise.all(pages.map(rowsOf));
      if (parts.length) this.rows = parts.flat();
    } catch {
      return false;
    }
    this.total = this.rows.length;
    return true;
  }

  async fetchPage(url) {
    if (url.origin !== location.origin) throw new Error(url.origin);
    const response = await fetch(url);
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const table = page.querySelector("[data-pm-table]");
    if (!table) throw new Error(url.href); // something else answers, such as the page of a sign-in
    return [...table.tBodies[0].rows].map((row) => {
      for (const link of row.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), url).href;
      return this.read(document.adoptNode(row));
    });
  }
}
