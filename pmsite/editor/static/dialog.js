/* Questions in a dialog of the browser's own: it keeps the focus inside, closes on Escape, and gives the focus back. */
import { settled } from "./controls/pending.js";
import { button, make } from "./dom.js";
import { hold } from "./page.js";
import { say } from "./words.js";

let count = 0;

/* Asks, and promises what was filled in (FormData), or null where nobody agreed.
 *
 * `content` is a node, a text, or a function that gets the element to fill and may return how to leave it. `agree` is asked before the
 * dialog closes: what it throws is told inside, and the dialog stays. */
export function ask({ title, content = "", confirm = say("Save"), cancel = say("Cancel"), agree = null, isWide = false, isDanger = false }) {
  const before = document.activeElement;
  const release = hold();
  const id = `pme-dialog-${++count}`;
  const fault = make("p", { class: "pme-fault", role: "alert", hidden: true });
  const body = make("div", { class: "pme-dialog__body" });
  const done = confirm && make("button", { type: "submit", class: `pme-button pme-button--${isDanger ? "danger" : "first"}` }, confirm);
  const form = make(
    "form",
    { method: "dialog" },
    make("h2", { id, class: "pme-dialog__title" }, title),
    body,
    fault,
    make("p", { class: "pme-dialog__ends" }, cancel && button(cancel, () => dialog.close()), done),
  );
  const dialog = make("dialog", { class: `pme pme-dialog${isWide ? " pme-dialog--wide" : ""}`, "aria-labelledby": id }, form);
  const leave = typeof content === "function" ? null : body.append(content);
  document.body.append(dialog);
  const left = typeof content === "function" ? content(body, form) : leave;
  dialog.showModal();
  (body.querySelector("[autofocus], input:not([type=hidden]), textarea, select") ?? done ?? form.querySelector("button"))?.focus();
  return new Promise((resolve) => {
    let given = null;
    let isBusy = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isBusy) return;
      isBusy = true;
      await settled();
      const data = new FormData(form);
      fault.hidden = true;
      if (done) done.disabled = true;
      const focused = body.contains(document.activeElement) && document.activeElement;
      body.inert = true; // what would be typed now would be lost
      try {
        await agree?.(data, body);
        given = data;
        dialog.close();
      } catch (refusal) {
        fault.replaceChildren(refusal.message, refusal.hint ? make("span", { class: "pme-hint" }, refusal.hint) : "");
        fault.hidden = false;
      } finally {
        isBusy = false;
        body.inert = false;
        if (done) done.disabled = false;
        if (focused && dialog.open) focused.focus({ preventScroll: true });
      }
    });
    dialog.addEventListener("click", (event) => event.target === dialog && isOutside(dialog, event) && !form.matches(":has(textarea, input)") && dialog.close());
    dialog.addEventListener("close", () => {
      if (typeof left === "function") left();
      dialog.remove();
      release();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(given);
    });
  });
}

/* A question that is answered with yes or no. */
export async function agreed(title, content, confirm, isDanger = false) {
  return (await ask({ title, content, confirm, isDanger })) !== null;
}

function isOutside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
