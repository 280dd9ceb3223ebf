/* A date as precisely as it is known: a day, month, quarter, half-year or year. The server knows which there are, and what they are called. */
import { get } from "../api.js";
import { html, useEffect, useRef, useState } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { pending } from "./pending.js";

const SHAPES = [
  ["day", /^\d{4}-\d\d-\d\d$/],
  ["month", /^\d{4}-\d\d$/],
  ["quarter", /^\d{4}-Q\d$/],
  ["half", /^\d{4}-H\d$/],
  ["year", /^\d{4}$/],
];

/* How precise a date is as it is written; nothing where it is none. */
export function precisionOf(text) {
  return SHAPES.find(([, shape]) => shape.test(text ?? ""))?.[0] ?? "";
}

export function Day({ id, control, value = "", set, describedby }) {
  return html`<input
    id=${id}
    class="pme-input"
    type="date"
    autofocus
    value=${value}
    required=${control.required}
    aria-describedby=${describedby}
    onInput=${(event) => set(event.currentTarget.value)}
  />`;
}

export function Period({ id, control, value = "", set, describedby }) {
  const [precision, choose] = useState(precisionOf(value) || "quarter");
  const [found, know] = useState({ periods: [] });
  useEffect(() => {
    let isNew = true;
    get("dates", { precision, around: value }).then(
      (answer) => isNew && know(answer),
      () => {},
    );
    return () => {
      isNew = false;
    };
  }, [precision]);
  const asked = useRef(0); // what is chosen meanwhile stays, whichever answer comes late
  const pick = (next) => {
    asked.current += 1;
    set(next);
  };
  const turn = async (next) => {
    choose(next);
    know({ periods: [] });
    const mine = ++asked.current;
    if (!value) return;
    const answer = await get("dates", { precision: next, around: value }).catch(() => null);
    if (answer && mine === asked.current) set(answer.value);
  };
  const names = { day: say("Day"), month: say("Month"), quarter: say("Quarter"), half: say("Half-year"), year: say("Year") };
  const isOdd = value && !precisionOf(value);
  return html`<div class="pme-period" id=${id}>
    <div class="pme-pills" role="radiogroup" aria-label=${say("How precise")}>
      ${Object.entries(names).map(
        ([name, words]) => html`<label class="pme-pill">
          <input type="radio" name=${`${id}-precision`} checked=${name === precision} onChange=${() => pending(turn(name))} />
          <span>${words}</span>
        </label>`,
      )}
    </div>
    ${precision === "day"
      ? html`<${Day} id=${`${id}-day`} control=${control} value=${precisionOf(value) === "day" ? value : ""} set=${pick} />`
      : html`<select
          class="pme-input"
          autofocus
          aria-label=${names[precision]}
          aria-describedby=${describedby}
          onChange=${(event) => pick(event.currentTarget.value)}
        >
          <option value="" selected=${!value}>${control.required ? say("Choose…") : say("No date")}</option>
          ${isOdd && html`<option selected>${value}</option>`}
          ${found.periods.map((one) => html`<option value=${one.value} selected=${one.value === value}>${one.label}</option>`)}
        </select>`}
    ${value && precision === "day" && !control.required && html`<button type="button" class="pme-button pme-button--quiet" onClick=${() => pick("")}>${say("No date")}</button>`}
  </div>`;
}
