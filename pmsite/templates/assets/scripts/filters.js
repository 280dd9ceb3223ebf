/* The bar above a view: what is chosen there is in the address, and goes along to the other views. */
import { offerLink, putQuery } from "./address.js";

const COUNT = /\s*[(（][^(（]*$/; // behind the words of an option

export class Filters {
  /* `follow` shows what is wanted, and says what else of it belongs into the address. */
  constructor(root, follow) {
    this.form = root.querySelector(".pm-filters");
    this.status = root.querySelector(".pm-status");
    this.follow = follow;
    this.options = [...this.form.querySelectorAll("option")].filter((option) => option.value);
    this.words = this.options.map((option) => option.text.replace(COUNT, ""));
    this.kept = [...root.querySelectorAll(":is(.pm-tabs, .pm-besides, .pm-months, .pm-pager) a, [data-kept]")].map((link) => [link, link.search]);
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", () => setTimeout(() => this.changed(true)));
    offerLink(this.form, (done) => this.say(done));
  }

  /* A row or a card, with its words and the numbers of the options that find it (data-f). */
  entry(node) {
    const facets = new Set((node.dataset.f ?? "").split(" ").filter(Boolean).map(Number));
    const words = [node.textContent, ...[...facets].map((at) => this.words[at])].join(" ");
    return { node, facets, text: words.toLocaleLowerCase() };
  }

  /* What is filled in, as pairs of a name and a value. */
  get wanted() {
    return [...new FormData(this.form)].filter(([, value]) => value);
  }

  /* Whether an entry fits what is wanted now. */
  get test() {
    const chosen = this.options.flatMap((option, at) => (option.selected ? [at] : []));
    const words = this.form.elements.find.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    return ({ facets, text }) => chosen.every((at) => facets.has(at)) && words.every((word) => text.includes(word));
  }

  changed(cleared = false) {
    const query = new URLSearchParams(this.wanted);
    this.keep(query);
    for (const [name, value] of this.follow(cleared) ?? []) query.append(name, value);
    putQuery(query);
  }

  /* Other views open with the same filters; what a link asks for itself comes first. */
  keep(query) {
    for (const [link, own] of this.kept) {
      const joined = new URLSearchParams(query);
      for (const [name, value] of new URLSearchParams(own)) joined.set(name, value);
      link.search = joined;
    }
  }

  restore() {
    const query = new URLSearchParams(location.search);
    for (const field of this.form.elements) {
      if (!field.name) continue;
      const value = query.get(field.name) ?? "";
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    this.keep(new URLSearchParams(this.wanted));
    return query;
  }

  number(n) {
    return n.toLocaleString(document.documentElement.lang);
  }

  /* How many there are, as words. */
  told(count, total, whole = total) {
    const { shown, page, none } = this.status.dataset;
    return count ? (total < whole ? page : shown).replace("{shown}", this.number(count)).replace("{total}", this.number(total)) : none;
  }

  say(text) {
    this.status.textContent = text;
  }
}
