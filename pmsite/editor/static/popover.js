/* A small window at a place of the page, for one control. On narrow screens it stands at the foot of the window. */
import { make } from "./dom.js";
import { hold } from "./page.js";
import { render } from "./vendor/htm-preact-3.1.1.js";

const GAP = 4;
let close = null;

/* Opens it, closing the one before. `leaving` is asked when somebody goes elsewhere. Gives how to close it. */
export function openAt(anchor, label, content, leaving = () => {}) {
  close?.();
  const release = hold();
  const before = document.activeElement;
  const box = make("div", { class: "pme pme-popover", role: "dialog", "aria-label": label, popover: "manual", tabindex: -1 });
  document.body.append(box);
  const outside = (event) => {
    if (box.contains(event.target) || event.target.closest?.(".pme-menu, .pme-toast")) return;
    if (box.contains(document.activeElement)) document.activeElement.blur(); // a field takes what was typed into it first
    leaving();
  };
  const placed = new ResizeObserver(() => put(box, anchor));
  const leave = (back = true) => {
    if (close !== leave) return;
    close = null;
    removeEventListener("pointerdown", outside, true);
    placed.disconnect();
    render(null, box);
    box.remove();
    anchor.classList.remove("pme-spot--open");
    if (back && before?.isConnected) before.focus({ preventScroll: true });
    release();
  };
  close = leave;
  render(content(leave), box);
  box.showPopover();
  anchor.classList.add("pme-spot--open");
  placed.observe(box);
  put(box, anchor);
  (box.querySelector("[autofocus]") ?? box.querySelector("input, textarea, select"))?.focus({ preventScroll: true });
  addEventListener("pointerdown", outside, true);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    leave();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !box.contains(relatedTarget) && leaving(false));
  return leave;
}

/* Below its place, or above it where there is more room; it moves with the page. */
function put(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const above = at.top - GAP - height;
  const fits = at.bottom + GAP + height <= innerHeight || above < 0;
  box.style.left = `${Math.max(GAP, Math.min(at.left, document.documentElement.clientWidth - width - GAP)) + scrollX}px`;
  box.style.top = `${(fits ? at.bottom + GAP : above) + scrollY}px`;
}
