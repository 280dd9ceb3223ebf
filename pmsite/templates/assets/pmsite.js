/* Filters, sorts and searches the table of features. Everything works without it, only with less comfort. */
(() => {
  "use strict";

  const MOST = 1000; // rows in the page at once; the rest stays in memory
  let current = null;

  class FeatureTable {
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
      this.whole = this.rows.length >= this.total;
      this.listen();
      this.form.hidden = false;
      this.restore();
    }

    read(row) {
      const cells = [...row.cells];
      const value = (cell) => cell.dataset.v ?? "";
      return { row, text: row.textContent.toLocaleLowerCase(), keys: cells.map(value), sorts: cells.map((cell) => cell.dataset.s ?? cell.textContent.trim()) };
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
      this.form.addEventListener("reset", () => setTimeout(() => { this.sort = ""; this.changed(); }));
      const copy = this.form.querySelector("[data-copy]");
      copy.hidden = !navigator.clipboard;
      copy.addEventListener("click", () => navigator.clipboard.writeText(location.href).then(() => this.say(copy.dataset.done)));
    }

    sortBy(column) {
      this.sort = this.sort === column ? `-${column}` : column;
      this.changed();
    }

    changed() {
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(this.form)) if (value) query.append(name, value);
      if (this.sort) query.append("sort", this.sort);
      const text = query.toString();
      history.replaceState(history.state, "", location.pathname + (text && `?${text}`) + location.hash);
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
      if (!this.whole) await this.load();
      const wanted = [...new FormData(this.form)].filter(([name, value]) => value && name !== "find").map(([name, value]) => [this.columns.indexOf(name), value]);
      const words = this.form.elements.find.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      const found = this.rows.filter((row) => wanted.every(([at, value]) => row.keys[at] === value) && words.every((word) => row.text.includes(word)));
      this.body.replaceChildren(...this.ordered(found).slice(0, MOST).map((row) => row.row));
      this.tell(found.length);
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

    tell(count) {
      const say = this.status.dataset;
      const sorted = this.sort.replace(/^-/, "");
      const number = (n) => n.toLocaleString(this.table.closest("[lang]").lang);
      this.heads.forEach((head, at) => {
        if (this.columns[at] === sorted) head.setAttribute("aria-sort", this.sort === sorted ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      });
      const column = sorted && this.heads[this.columns.indexOf(sorted)].textContent;
      const order = sorted && (this.sort === sorted ? say.up : say.down).replace("{column}", column);
      const shown = count ? say.shown.replace("{shown}", number(count)).replace("{total}", number(this.total)) : say.none;
      this.say([shown, order].filter(Boolean).join(" · "));
      if (this.pager) this.pager.hidden = this.whole;
    }

    say(text) {
      this.status.textContent = text;
    }

    async load() {
      this.loading ??= this.fetchAll();
      await this.loading;
    }

    async fetchAll() {
      this.say(this.status.dataset.wait);
      const pages = [...(this.pager?.querySelectorAll("a:not([rel])") ?? [])];
      try {
        const parts = await Promise.all(pages.map((link) => link.matches("[aria-current]") ? this.rows : this.fetchPage(new URL(link.href))));
        if (parts.length) this.rows = parts.flat();
      } catch { /* without the other pages, this one is still useful */ }
      this.whole = true;
    }

    async fetchPage(url) {
      if (url.origin !== location.origin) return [];
      const response = await fetch(url);
      if (!response.ok) throw new Error(response.statusText);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return [...page.querySelectorAll("[data-pm-table] tbody tr")].map((row) => {
        for (const link of row.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), url).href;
        return this.read(document.adoptNode(row));
      });
    }
  }

  /* What if an input were another? Scores and ranks follow in this window; nothing is saved. */
  const SCORES = {
    rice: (v) => (v.reach * v.impact * v.confidence) / v.effort,
    ice: (v) => v.impact * v.confidence * v.ease,
    wsjf: (v) => (v.value + v.urgency + v.risk) / v.size,
    opportunity: (v) => v.importance + Math.max(v.importance - v.satisfaction, 0),
  };

  class WhatIf {
    constructor(features, button) {
      this.features = features;
      this.button = button;
      this.before = new Map();
      button.addEventListener("click", () => this.toggle());
      features.body.addEventListener("input", (event) => event.target.matches("[data-in] input") && this.recompute());
    }

    async toggle() {
      const on = this.button.getAttribute("aria-pressed") !== "true";
      if (on && !this.features.whole) await this.features.load();
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
      const field = Object.assign(document.createElement("input"), { type: "number", step: "any", min: 0, value: percent ? Math.round(cell.dataset.n * 100) : cell.dataset.n });
      field.setAttribute("aria-label", `${row.cells[0].textContent}: ${cell.title}${percent ? " %" : ""}`);
      return field;
    }

    recompute() {
      const locale = this.features.table.closest("[lang]").lang;
      for (const method of Object.keys(SCORES)) {
        const scored = this.features.rows.map(({ row }) => [row.querySelector(`[data-score="${method}"]`), this.score(row, method)]).filter(([cell]) => cell);
        const order = scored.map(([, value]) => value).filter((value) => value !== null).sort((a, b) => b - a);
        const ranks = new Map(order.map((value, at) => [value, at + 1]).reverse());
        for (const [cell, value] of scored) {
          if (value === null) {
            cell.replaceChildren("–");
            this.keep(cell, "");
            continue;
          }
          const shown = document.createElement("b");
          shown.textContent = value.toLocaleString(locale, { maximumFractionDigits: value < 20 ? 1 : 0 });
          cell.replaceChildren(shown, ` (${ranks.get(value)})`);
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

  /* Shows the changes of one kind or product area. The filter is in the address, and goes along to other months. */
  class Changes {
    constructor(form) {
      this.form = form;
      this.root = form.closest(".pm");
      this.status = this.root.querySelector(".pm-status");
      this.lines = [...this.root.querySelectorAll(".pm-change")];
      this.ways = [...this.root.querySelectorAll(".pm-months a, .pm-tabs a, .pm-pager a")];
      form.addEventListener("input", () => this.changed());
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("reset", () => setTimeout(() => this.changed()));
      const copy = form.querySelector("[data-copy]");
      copy.hidden = !navigator.clipboard;
      copy.addEventListener("click", () => navigator.clipboard.writeText(location.href).then(() => { this.status.textContent = copy.dataset.done; }));
      form.hidden = false;
      this.restore();
    }

    get wanted() {
      return [...new FormData(this.form)].filter(([, value]) => value);
    }

    restore() {
      const query = new URLSearchParams(location.search);
      for (const field of this.form.querySelectorAll("select")) {
        field.value = query.get(field.name) ?? "";
        if (field.selectedIndex < 0) field.value = "";
      }
      this.apply();
    }

    changed() {
      const text = new URLSearchParams(this.wanted).toString();
      history.replaceState(history.state, "", location.pathname + (text && `?${text}`) + location.hash);
      this.apply();
    }

    apply() {
      const wanted = this.wanted;
      let count = 0;
      for (const line of this.lines) {
        line.hidden = !wanted.every(([name, value]) => line.dataset[name].split(" ").includes(value));
        if (!line.hidden) count += 1;
      }
      for (const part of this.root.querySelectorAll(".pm-change-group")) part.hidden = !part.querySelector(".pm-change:not([hidden])");
      for (const part of this.root.querySelectorAll(".pm-release-notes:not(.pm-months)")) part.hidden = wanted.length > 0 && !part.querySelector(".pm-change:not([hidden])");
      for (const part of this.root.querySelectorAll(".pm-brought")) part.hidden = wanted.length > 0;
      for (const way of this.ways) way.search = new URLSearchParams(wanted).toString();
      const say = this.status.dataset;
      this.status.textContent = !wanted.length ? "" : count ? say.shown.replace("{shown}", count).replace("{total}", this.lines.length) : say.none;
    }
  }

  /* The theme leaves its search without the name that a screen reader says; it has one in the field. */
  function nameSearch() {
    const search = document.querySelector("[data-md-component=search][role=dialog]:not([aria-label])");
    const field = search?.querySelector("[data-md-component=search-query]");
    if (field) search.setAttribute("aria-label", field.getAttribute("aria-label"));
  }

  /* An id of content begins with at-; addresses that were shared before that lead there as well. */
  function followOldAddress() {
    if (!location.hash || document.querySelector(":target")) return;
    const named = [...document.querySelectorAll("[id^=at-]")].find((part) => new URL(`#${part.id}`, location).hash === `#at-${location.hash.slice(1)}`);
    named?.scrollIntoView();
  }

  function start() {
    nameSearch();
    followOldAddress();
    const changes = document.querySelector("form[data-pm-changes]");
    if (changes?.hidden) new Changes(changes);
    const table = document.querySelector("[data-pm-table]");
    if (table && table === current?.table) return;
    current = table ? new FeatureTable(table) : null;
    const button = current?.root.querySelector("[data-pm-what-if]");
    if (button) new WhatIf(current, button);
  }

  addEventListener("popstate", () => current?.table.isConnected && current.restore());
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
