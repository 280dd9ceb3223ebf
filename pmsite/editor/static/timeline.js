/* The timeline: the ends of bars are dragged to other periods, each at the precision that its date has. */
import { get } from "./api.js";
import { make } from "./dom.js";
import { startOf } from "./move_menu.js";
import { become, date, linkOf } from "./moving.js";
import { hold, itemAt } from "./page.js";
import { aloud, refused } from "./toast.js";
import { say } from "./words.js";

const LEAST = 0.012; // of the axis: the shortest bar, as the page draws it
const ready = new WeakSet();

export function timeline() {
  for (const root of document.querySelectorAll(".pm-time[data-first]")) {
    if (ready.has(root)) continue;
    ready.add(root);
    for (const bar of root.querySelectorAll("li.pm-span .pm-bar:not(.pm-bar--shipped)")) addHandles(bar);
    root.addEventListener("pointerdown", (event) => event.target.matches(".pme-handle") && begin(event, root));
    root.addEventListener("keydown", pressed);
  }
}

function addHandles(bar) {
  const track = bar.parentElement;
  const ends = track.dataset.from && !bar.matches(".pm-bar--before") ? ["start", "end"] : ["end"];
  for (const end of ends) track.append(make("span", { class: `pme-handle pme-handle--${end}`, "aria-hidden": "true" }));
}

function begin(event, root) {
  if (event.button > 0) return;
  event.preventDefault();
  new Drag(event.target, root, event);
}

class Drag {
  constructor(handle, root, { pointerId, clientX }) {
    this.handle = handle;
    this.track = handle.parentElement;
    this.entry = handle.closest("li");
    this.isEnd = handle.matches(".pme-handle--end");
    this.field = this.isEnd ? "target" : startOf(this.entry);
    this.before = [this.track.style.getPropertyValue("--s"), this.track.style.getPropertyValue("--l")].map(Number);
    this.label = make("div", { class: "pme pme-label", "aria-hidden": "true" });
    this.release = hold();
    this.x = clientX;
    this.at = null;
    this.frame = 0;
    document.body.append(this.label);
    document.documentElement.classList.add("pme-sizing");
    handle.setPointerCapture(pointerId);
    this.listeners = { pointermove: (one) => this.follow(one), pointerup: () => this.end(), pointercancel: () => this.cancel() };
    for (const [name, run] of Object.entries(this.listeners)) handle.addEventListener(name, run);
    this.escape = (one) => one.key === "Escape" && this.cancel();
    document.addEventListener("keydown", this.escape, true);
    this.loading = this.load(root.dataset);
  }

  async load({ first, last }) {
    try {
      const { id } = await itemAt(linkOf(this.entry).href);
      this.axis = await get("axis", { item: id, field: this.field, first, last });
    } catch (fault) {
      this.fault = fault;
    }
  }

  follow({ clientX }) {
    if (this.isReleased) return;
    this.x = clientX;
    this.frame ||= requestAnimationFrame(() => this.look());
  }

  look() {
    this.frame = 0;
    if (!this.axis || this.isOver) return;
    const box = this.track.getBoundingClientRect();
    const isRight = getComputedStyle(this.track).direction === "rtl";
    const share = (isRight ? box.right - this.x : this.x - box.left) / box.width;
    const { periods } = this.axis;
    this.at = periods.find((one) => share < one.to) ?? periods.at(-1);
    const [start, length] = this.before;
    const [from, to] = this.isEnd ? [start, Math.max(this.at.to, start + LEAST)] : [Math.min(this.at.from, start + length - LEAST), start + length];
    this.place(Math.max(0, from), Math.min(1, to) - Math.max(0, from));
    this.label.textContent = this.at.label;
    this.label.style.transform = `translate(${Math.min(this.x + 10, innerWidth - 140)}px, ${box.top - 26}px)`;
  }

  place(start, length) {
    this.track.style.setProperty("--s", start);
    this.track.style.setProperty("--l", length);
  }

  leave() {
    this.isOver = true;
    this.label.remove();
    document.documentElement.classList.remove("pme-sizing");
    document.removeEventListener("keydown", this.escape, true);
    for (const [name, run] of Object.entries(this.listeners)) this.handle.removeEventListener(name, run);
  }

  cancel() {
    this.leave();
    this.place(...this.before);
    this.release();
  }

  async end() {
    this.isReleased = true;
    await this.loading;
    if (this.isOver) return;
    if (this.frame || !this.at) this.look();
    this.leave();
    const words = this.entry.querySelector(".pm-when");
    const told = words?.textContent;
    const back = () => {
      this.place(...this.before);
      if (words) words.textContent = told;
    };
    if (this.fault) refused(this.fault);
    if (!this.at || this.at.value === this.axis.value) back();
    else {
      if (words && this.isEnd) words.textContent = this.at.label;
      await date(this.entry, this.field, this.at.value, back);
    }
    this.release();
  }
}

/* Alt+Shift+left and right at a feature: its target one period earlier or later. */
async function pressed(event) {
  const way = { ArrowLeft: "earlier", ArrowRight: "later" }[event.key];
  const entry = event.target.closest?.("li.pm-span");
  if (!way || !entry || !event.altKey || !event.shiftKey) return;
  event.preventDefault();
  try {
    const { id } = await itemAt(linkOf(entry).href);
    const { groups } = await get("moves", { item: id });
    const choice = groups.find(({ field }) => field === "target")?.choices.find((one) => one.way === way);
    if (choice) await become(entry, { target: choice.value });
    else aloud(say("There is no other date."));
  } catch (fault) {
    refused(fault);
  }
}
