/* Several of a few words, such as the audiences that may see an item. */
import { html } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { choices } from "./choice.js";
import { listed } from "./values.js";

export function Choices({ id, control, value, set }) {
  const now = listed(value);
  const known = choices(control);
  const others = now.filter((one) => !known.some((other) => other.value === one)).map((one) => ({ value: one, label: one }));
  const turn = (one, isOn) => set(isOn ? [...now, one] : now.filter((other) => other !== one));
  if (!known.length && !others.length) return html`<p class="pme-hint">${say("There is nothing to choose from yet.")}</p>`;
  return html`<div class="pme-pills" id=${id}>
    ${[...known, ...others].map(
      (one, at) => html`<label class="pme-pill">
        <input
          type="checkbox"
          value=${one.value}
          checked=${now.includes(one.value)}
          autofocus=${at === 0}
          onChange=${(event) => turn(one.value, event.currentTarget.checked)}
        />
        <span>${one.label}</span>
      </label>`,
    )}
  </div>`;
}
