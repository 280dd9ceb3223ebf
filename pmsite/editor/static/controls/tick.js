/* A box that is ticked or not. */
import { html } from "../vendor/htm-preact-3.1.1.js";

export const YES = "true";

export function isYes(value) {
  return ["true", "yes", "on"].includes(String(value ?? "").toLowerCase());
}

/* What is not so by default is no fact once it is not ticked any more. */
export function Tick({ id, control, value, set, describedby }) {
  const no = isYes(control.default) ? "false" : "";
  const isOn = value === undefined || value === "" ? isYes(control.default) : isYes(value);
  return html`<label class="pme-tick">
    <input
      id=${id}
      type="checkbox"
      checked=${isOn}
      autofocus
      aria-describedby=${describedby}
      onChange=${(event) => set(event.currentTarget.checked ? YES : no)}
    />
    ${control.label}
  </label>`;
}
