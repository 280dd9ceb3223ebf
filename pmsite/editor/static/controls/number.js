/* Numbers, with what they count; shares as percentages, which is how people write them. */
import { html } from "../vendor/htm-preact-3.1.1.js";
import { example } from "./example.js";

export function Amount({ id, control, value = "", set, describedby }) {
  return html`<span class="pme-amount">
    <input
      id=${id}
      class="pme-input pme-number"
      type="text"
      inputmode="decimal"
      autocomplete="off"
      autofocus
      value=${value}
      required=${control.required}
      placeholder=${example(control)}
      aria-describedby=${describedby}
      onInput=${(event) => set(event.currentTarget.value.trim())}
      onKeyDown=${(event) => stepped(event, control, value, set)}
    />
    ${control.unit && html`<span class="pme-unit">${control.unit}</span>`}
  </span>`;
}

function stepped(event, { low, high }, value, set) {
  const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  const now = Number(value || 0);
  if (!way || !Number.isFinite(now)) return;
  event.preventDefault();
  const next = now + way;
  if (next >= (low ?? -Infinity) && next <= (high ?? Infinity)) set(String(next));
}

export function Share({ id, control, value = "", set, describedby }) {
  return html`<${Amount}
    id=${id}
    describedby=${describedby}
    control=${{ ...control, unit: "%", low: 0, high: 100, example: example(control).replace("%", "") }}
    value=${inPercent(value)}
    set=${(text) => set(text === "" ? "" : `${text.replace(/\s*%$/, "")}%`)}
  />`;
}

/* 0.8 and 80% are the same; what is no number stays as it was typed. */
function inPercent(value) {
  const text = String(value).trim();
  if (text.endsWith("%")) return text.slice(0, -1).trim();
  const number = Number(text);
  return text !== "" && number >= 0 && number <= 1 ? String(Number((number * 100).toPrecision(12))) : text;
}
