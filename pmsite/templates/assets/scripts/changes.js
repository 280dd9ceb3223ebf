import { offerLink, putQuery } from "./address.js";

/* Shows the changes of one kind or product area. The filter is in the address, and goes along to other months. */
export class Changes {
  constructor(form) {
    this.form = form;
    this.root = form.closest(".pm");
    this.status = this.root.querySelector(".pm-status");
    this.lines = [...this.root.querySelectorAll(".pm-change")];
    this.links = [...this.root.querySelectorAll(".pm-months a, .pm-tabs a, .pm-pager a")];
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => this.changed()));
    offerLink(form, (done) => this.say(done));
    form.hidden = false;
    this.restore();
  }

  /* The names and values of the fields that are filled in. */
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
    putQuery(new URLSearchParams(this.wanted));
    this.apply();
  }

  apply() {
    const wanted = this.wanted;
    let count = 0;
    for (const line of this.lines) {
      line.hidden = !wanted.every(([name, value]) => line.dataset[name].split(" ").includes(value));
      if (!line.hidden) count += 1;
    }
    const filtered = wanted.length > 0;
    const isEmpty = (part) => !part.querySelector(".pm-change:not([hidden])");
    for (const part of this.root.querySelectorAll(".pm-change-group")) part.hidden = isEmpty(part);
    for (const part of this.root.querySelectorAll(".pm-release-notes:not(.pm-months)")) part.hidden = filtered && isEmpty(part);
    for (const part of this.root.querySelectorAll(".pm-brought")) part.hidden = filtered;
    for (const link of this.links) link.search = new URLSearchParams(wanted).toString();
    this.say(filtered ? this.summary(count) : "");
  }

  summary(count) {
    const { shown, none } = this.status.dataset;
    return count ? shown.replace("{shown}", count).replace("{total}", this.lines.length) : none;
  }

  say(text) {
    this.status.textContent = text;
  }
}
