/* Boards, lanes and groups of the roadmap: features are dragged to where they belong. */
import "./vendor/sortable-1.15.7.min.js";
import { addMenus } from "./move_menu.js";
import { ENTRY, linkOf, moveTo } from "./moving.js";
import { hold, pages } from "./page.js";
import { nameOf, placeAt } from "./places.js";
import { make } from "./dom.js";
import { say } from "./words.js";

const { Sortable } = globalThis;
const UNFOLD = 500; // milliseconds above a fold after which it opens
const ready = new WeakSet();
let drag = null;

export function board() {
  for (const root of document.querySelectorAll(".pm-roadmap, .pm-timeline, .pm-tabular")) {
    if (ready.has(root)) continue;
    ready.add(root);
    addMenus(root);
    if (root.matches(".pm-roadmap")) watch(root);
  }
}

function watch(root) {
  root.classList.add("pme-board");
  root.addEventListener("pointerdown", (event) => prepare(event.target), { capture: true });
  root.addEventListener("keydown", (event) => pressed(event, root));
}

/* A list can be dragged from as soon as somebody touches it: boards have hundreds of them. */
function prepare(target) {
  const list = target.closest?.(ENTRY)?.parentElement;
  if (!list || ready.has(list)) return;
  ready.add(list);
  new Sortable(list, {
    sort: false,
    draggable: ".pm-card, .pm-line",
    filter: ".pme-more",
    preventOnFilter: false,
    forceFallback: true,
    fallbackOnBody: true,
    fallbackTolerance: 5,
    fallbackClass: "pme-ghost",
    chosenClass: "pme-chosen",
    delay: 250,
    delayOnTouchOnly: true,
    touchStartThreshold: 8,
    onStart: ({ item }) => begin(item),
    onMove: () => false,
    onEnd: end,
  });
}

function begin(entry) {
  pages();
  const label = make("div", { class: "pme pme-label", "aria-hidden": "true" });
  const line = make("div", { class: "pme pme-insertion", "aria-hidden": "true" });
  document.body.append(label, line);
  document.documentElement.classList.add("pme-dragging");
  drag = { entry, label, line, release: hold(), place: null, before: undefined, opened: [], frame: 0, fold: null, timer: 0 };
  document.addEventListener("pointermove", follow);
  document.addEventListener("keydown", cancelled, true);
}

function follow({ clientX: x, clientY: y }) {
  if (!drag) return;
  drag.at = [x, y];
  drag.frame ||= requestAnimationFrame(look);
}

/* Once a frame: which place is below the pointer, and in which order. */
function look() {
  if (!drag) return;
  drag.frame = 0;
  const [x, y] = drag.at;
  const target = document.elementFromPoint(x, y);
  unfoldAt(target);
  const place = target && placeAt(drag.entry, target);
  if (place !== drag.place) {
    drag.place?.classList.remove("pme-over");
    place?.classList.add("pme-over");
    drag.place = place;
    drag.label.textContent = place ? say("Move to %(place)s", { place: nameOf(place) }) : "";
  }
  order(target, y);
  drag.label.style.transform = `translate(${Math.min(x + 14, innerWidth - 180)}px, ${y + 18}px)`;
}

/* In its own list a feature gets another place among the others. */
function order(target, y) {
  const other = target?.closest(ENTRY);
  const isHere = other && other.parentElement === drag.entry.parentElement;
  drag.before = undefined;
  drag.line.hidden = !isHere;
  if (!isHere) return;
  const box = other.getBoundingClientRect();
  const isAbove = y < box.top + box.height / 2;
  drag.before = isAbove ? other : other.nextElementSibling;
  drag.line.style.width = `${box.width}px`;
  drag.line.style.transform = `translate(${box.left}px, ${(isAbove ? box.top : box.bottom) - 1}px)`;
}

function unfoldAt(target) {
  const fold = target?.closest("summary")?.parentElement ?? null;
  if (fold === drag.fold) return;
  clearTimeout(drag.timer);
  drag.fold = fold;
  if (!fold || fold.open) return;
  const { opened } = drag;
  drag.timer = setTimeout(() => {
    fold.open = true;
    opened.push(fold);
  }, UNFOLD);
}

function cancelled(event) {
  if (event.key !== "Escape" || !drag) return;
  event.preventDefault();
  drag.isCancelled = true;
  document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
}

function end() {
  if (!drag) return;
  if (drag.frame) look();
  const { entry, place, before, opened, isCancelled } = drag;
  clearTimeout(drag.timer);
  drag.place?.classList.remove("pme-over");
  drag.label.remove();
  drag.line.remove();
  document.documentElement.classList.remove("pme-dragging");
  document.removeEventListener("pointermove", follow);
  document.removeEventListener("keydown", cancelled, true);
  for (const fold of opened) if (!place || !fold.contains(place)) fold.open = false;
  const { release } = drag;
  drag = null;
  swallowClick();
  if (place && !isCancelled) moveTo(entry, place, before);
  release();
}

/* Sortable takes the click that comes of letting go of a card, so that its link is not followed. Where none came it would take the next one. */
function swallowClick() {
  setTimeout(() => document.dispatchEvent(new MouseEvent("click")), 50);
}

/* Alt+Shift+arrows at a feature: to the column before or after, and up or down in its list. */
function pressed(event, root) {
  const entry = event.target.closest?.(".pm-card, .pm-line");
  if (!entry || !event.altKey || !event.shiftKey || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    const list = [...entry.parentElement.querySelectorAll(":scope > :not([hidden])")];
    const at = list.indexOf(entry) + step;
    if (at >= 0 && at < list.length) moveTo(entry, entry.closest("[data-to]"), step < 0 ? list[at] : (list[at + 1] ?? null));
  } else {
    const own = entry.closest("[data-to]");
    const row = [...(own.closest(".pm-board") ?? root).querySelectorAll("[data-to]")].filter((one) => !one.contains(own) || one === own);
    const place = row[row.indexOf(own) + step];
    if (place) moveTo(entry, place);
  }
  linkOf(entry).focus({ preventScroll: true });
}
