/* One line at the foot of the window that tells what was done, with the way back. It is said aloud, and goes by itself unless something is wrong. */
import { button, make } from "./dom.js";
import { say } from "./words.js";

const STAYS = 12000;

const spoken = make("div", { class: "pme-hide", role: "status", "aria-live": "polite" });
const urgent = make("div", { class: "pme-hide", role: "alert" });
const shown = make("div", { class: "pme pme-toast", role: "group", hidden: true });
const LONGER = 8000; // where there is something to choose
let timer = 0;

/* Says something to those who listen, and shows nothing. */
export function aloud(text, isUrgent = false) {
  place();
  const region = isUrgent ? urgent : spoken;
  region.textContent = region.textContent === text ? `${text}\u00A0` : text; // what is the same is not said again
}

/* `undo` takes back what was done; `actions` are other buttons, by their words. */
export function toast(text, { hint = "", undo = null, actions = {}, isProblem = false } = {}) {
  place();
  const offered = { ...(undo ? { [say("Undo")]: undo } : {}), ...actions };
  shown.setAttribute("aria-label", isProblem ? say("Not done") : say("Done"));
  shown.classList.toggle("pme-toast--problem", isProblem);
  shown.replaceChildren(
    make("p", {}, text, hint && make("span", { class: "pme-hint" }, hint)),
    ...Object.entries(offered).map(([words, run]) => button(words, () => leave(run))),
    button("×", () => leave(), { class: "pme-button pme-button--quiet", "aria-label": say("Close") }),
  );
  shown.hidden = false;
  aloud([text, hint].filter(Boolean).join(" "), isProblem);
  clearTimeout(timer);
  if (!isProblem) timer = setTimeout(goes, STAYS + Object.keys(actions).length * LONGER);
}

/* Tells of a refusal, or of any other fault. */
export function refused(fault) {
  toast(fault.message, { hint: fault.hint, isProblem: true });
}

export function hideToast() {
  shown.hidden = true;
}

function leave(run) {
  hideToast();
  run?.();
}

/* Not while somebody is about to press its button. */
function goes() {
  if (shown.matches(":hover, :focus-within")) timer = setTimeout(goes, 2000);
  else hideToast();
}

function place() {
  if (!shown.isConnected) document.body.append(shown, spoken, urgent);
}
