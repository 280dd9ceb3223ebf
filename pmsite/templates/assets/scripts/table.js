/* Filters, sorts and searches the table of features. Everything works without it, only with less comfort. */
import { Filters } from "./filters.js";

const MOST_ROWS = 1000; // in the page at once; the rest stays in memory

export class FeatureTable {
  constructor(table) {
    this.part = this.table = table;
    this.body = table.tBodies[0];
    this.root = table.closest(".pm");
    this.filters = new Filters(this.root, (cleared) => this.follow(cleared));
    this.status = this.filters.status;
    this.pager = this.root.querySelector(".pm-pager");
    this.total = Number(table.dataset.total);
    this.heads = [...table.tHead.rows[0].cells];
    this.columns = this.heads.map((head) => head.dataset.col);
    this.rows = [...this.body.rows].map((row) => this.read(row));
    this.collator = new Intl.Collator(table.closest("[lang]").lang, { numeric: true, sensitivity: "base" });
    this.sort = "";
    this.isWhole = this.rows.length >= this.total; // or there are more rows on other pages
    this.addButtons();
    this.restore();
  }

  /* A row as filters see it, and by column what sorting compares (data-s, else its words). */
  read(row) {
    const sorted = (cell) => cell.dataset.s ?? cell.textContent.trim();
    return { ...this.filters.entry(row), row, sorts: [...row.cells].map(sorted) };
  }

  addButtons() {
    this.heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => this.sortBy(this.columns[at]));
    });
  }

  follow(cleared) {
    if (cleared) this.sort = "";
    this.apply();
    return this.sort ? [["sort", this.sort]] : [];
  }

  sortBy(column) {
    this.sort = this.sort === column ? `-${column}` : column;
    this.filters.changed();
  }

  restore() {
    const sort = this.filters.restore().get("sort") ?? "";
    this.sort = this.columns.includes(sort.replace(/^-/, "")) ? sort : "";
    if (this.sort || this.filters.wanted.length || this.isTouched) this.apply();
  }

  async apply() {
    this.isTouched = true;
    if (!this.isWhole) await this.load();
    const found = this.rows.filter(this.filters.test);
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
    this.heads.forEach((head, at) => {
      if (this.columns[at] === sorted) head.setAttribute("aria-sort", this.sort === sorted ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    const column = sorted && this.heads[this.columns.indexOf(sorted)].textContent;
    const order = sorted && (this.sort === sorted ? words.up : words.down).replace("{column}", column);
    const total = this.isWhole ? this.total : this.rows.length;
    this.say([!this.isWhole && words.failed, this.filters.told(count, total), order].filter(Boolean).join(" · "));
    if (this.pager) this.pager.hidden = this.isWhole;
  }

  say(text) {
    this.filters.say(text);
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
    const here = Number(this.pager?.querySelector("[aria-current]").textContent);
    const rowsOf = (url, at) => (at + 1 === here ? this.rows : this.fetchPage(url));
    try {
      const parts = await Promise.all(this.pages().map(rowsOf));
      if (parts.length) this.rows = parts.flat();
    } catch {
      return false;
    }
    this.total = this.rows.length;
    return true;
  }

  /* The addresses of all pages: the pager leaves out some between the first and the last. */
  pages() {
    const links = [...(this.pager?.querySelectorAll("a:not([rel])") ?? [])].map((link) => link.href);
    const named = (at) => (at ? links.at(-1).replace(/page-\d+(?!.*page-\d)/, `page-${at + 1}`) : links[0]);
    return Array.from({ length: this.pager?.dataset.pages ?? 0 }, (_, at) => new URL(named(at)));
  }

  async fetchPage(url) {
    url.search = "";
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
