/* A menu at a button: arrows, first letters, Escape, as menus of the system have them. */
import { make } from "./dom.js";
import { hold } from "./page.js";

const GAP = 4;
let close = null;

/* Opens it at an element. Each entry is { label, note, isCurrent, run } or { heading }. */
export function openMenu(anchor, entries, label) {
  close?.(false);
  const release = hold();
  const menu = make("div", { class: "pme pme-menu", role: "menu", "aria-label": label, popover: "manual" });
  for (const entry of entries) menu.append(entry.heading ? heading(entry) : choice(entry));
  const items = [...menu.querySelectorAll("button")];
  (anchor.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  put(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");

  const leave = (back = true) => {
    close = null;
    menu.remove();
    removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", away);
    removeEventListener("scroll", away, true);
    anchor.setAttribute("aria-expanded", "false");
    if (back && anchor.isConnected) anchor.focus({ preventScroll: true });
    release();
  };
  const outside = (event) => menu.contains(event.target) || leave(false);
  const away = (event) => menu.contains(event.target) || leave(false);
  close = leave;
  addEventListener("pointerdown", outside, true);
  addEventListener("resize", away);
  addEventListener("scroll", away, true);
  menu.addEventListener("keydown", (event) => pressed(event, items, leave));
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && leave(false));
  (items.find((item) => item.matches("[aria-checked=true]")) ?? items[0])?.focus({ preventScroll: true });

  function choice({ label: words, note = "", isCurrent = null, run, isDisabled = false }) {
    const role = isCurrent === null ? "menuitem" : "menuitemradio";
    const pick = () => {
      leave();
      run();
    };
    return make(
      "button",
      { type: "button", role, "aria-checked": isCurrent === null ? null : String(isCurrent), disabled: isDisabled, onclick: pick },
      make("span", {}, words),
      note && make("span", { class: "pme-hint" }, note),
    );
  }
}

function heading({ heading: words }) {
  return make("p", { class: "pme-menu__heading", role: "presentation" }, words);
}

function pressed(event, items, leave) {
  const open = items.filter((item) => !item.disabled);
  const at = open.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: open.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") leave();
  else if (to !== undefined) open.at(to % open.length)?.focus();
  else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
    const fits = [...open.slice(at + 1), ...open.slice(0, at + 1)];
    fits.find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase()))?.focus();
  } else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}

/* Below the button, or above it where there is no room, and always inside the window. */
function put(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const isRight = getComputedStyle(anchor).direction === "rtl";
  const left = isRight ? at.left : at.right - width;
  const below = at.bottom + GAP + height <= innerHeight || at.top < innerHeight - at.bottom;
  menu.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  menu.style.top = `${Math.max(GAP, Math.min(below ? at.bottom + GAP : at.top - GAP - height, innerHeight - height - GAP))}px`;
}
