/* A list of words: Enter or a comma adds one, Backspace in the empty field takes the last one out. */
import { html, useState } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { example } from "./example.js";
import { listed } from "./values.js";

export function Words({ id, control, value, set, describedby }) {
  const now = listed(value);
  const [typed, type] = useState("");
  const add = (text) => {
    const more = text.split(/[,，、]/).map((one) => one.trim()).filter((one) => one && !now.includes(one));
    type("");
    if (more.length) set([...now, ...new Set(more)]);
  };
  const pressed = (event) => {
    if (event.key === "Enter" && typed.trim() && !event.isComposing) {
      event.preventDefault();
      add(typed);
    } else if (event.key === "Backspace" && !typed && now.length) set(now.slice(0, -1));
  };
  const suggested = (control.suggested ?? []).filter((one) => !now.includes(one));
  return html`<div class="pme-words">
    ${now.length > 0 &&
    html`<ul class="pme-chips">
      ${now.map(
        (one, at) => html`<li key=${one}>
          ${one}
          <button type="button" aria-label=${say("Take out %(what)s", { what: one })} onClick=${() => set(now.toSpliced(at, 1))}>×</button>
        </li>`,
      )}
    </ul>`}
    <input
      id=${id}
      class="pme-input"
      type="text"
      aria-label=${control.label}
      autocomplete="off"
      autofocus
      list=${suggested.length ? `${id}-known` : null}
      value=${typed}
      placeholder=${now.length ? say("Add…") : example(control)}
      aria-describedby=${describedby}
      onInput=${({ currentTarget }) => (/[,，、]$/.test(currentTarget.value) ? add(currentTarget.value) : type(currentTarget.value))}
      onKeyDown=${pressed}
      onBlur=${() => typed.trim() && add(typed)}
    />
    ${suggested.length > 0 && html`<datalist id=${`${id}-known`}>${suggested.map((one) => html`<option value=${one}></option>`)}</datalist>`}
  </div>`;
}
