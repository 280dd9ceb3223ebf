/* A control with its label, and what it means. */
import { html } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { Control, isComposed } from "./control.js";

let count = 0;

export function nextId() {
  return `pme-${++count}`;
}

export function Field({ id, control, value, set, isBare = false, ...rest }) {
  const help = control.help ? `${id}-help` : null;
  const inner = html`<${Control} id=${id} describedby=${help} control=${control} value=${value} set=${set} ...${rest} />`;
  const hint = help && html`<p class="pme-hint" id=${help}>${control.help}</p>`;
  const words = html`${control.label}${control.required && !isBare && html` <span class="pme-needed">${say("needed")}</span>`}`;
  const hidden = isBare ? "pme-hide" : "pme-name";
  if (control.kind === "boolean" && !control.many) return html`<div class="pme-field">${inner}${!isBare && hint}</div>`;
  if (isComposed(control)) {
    return html`<fieldset class="pme-field" aria-describedby=${help}><legend class=${hidden}>${words}</legend>${inner}${hint}</fieldset>`;
  }
  return html`<div class="pme-field"><label class=${hidden} for=${id}>${words}</label>${inner}${hint}</div>`;
}
