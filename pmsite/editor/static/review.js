/* What many features have of one fact and what they are to have, as a table; what the check says of that; and then all of it at once. */
import { post } from "./api.js";
import { inWords as refusal, preview } from "./changing.js";
import { cleaned, same } from "./controls/values.js";
import { done } from "./item.js";
import { inWords } from "./shown.js";
import { html } from "./vendor/htm-preact-3.1.1.js";
import { say, sayMany } from "./words.js";

const MOST = 200; // rows that are shown
const FAULTS = 6; // of the check

/* Asks the server what rows mean: each is { name, value? }. */
export async function meant(field, rows) {
  return (await post("rows", { field, rows })).rows;
}

/* The operations of rows that are to have another value. */
export function operationsOf(field, rows) {
  return rows.filter(isChanged).map(({ item, was, value }) => {
    const [wanted, place] = [cleaned(value), [field]];
    return wanted === undefined ? { do: "unset", item, place, was: was ?? null } : { do: "set", item, place, was: was ?? null, value: wanted };
  });
}

export function isChanged({ item, problem, was, value }) {
  return Boolean(item) && !problem && !same(cleaned(value), cleaned(was));
}

/* Looks at what would come of operations; the same question is asked once. `tell` gets { key, verdict } when there is an answer. */
export function look(operations, known, tell) {
  const key = JSON.stringify(operations);
  if (known.key === key) return;
  known.key = key;
  known.verdict = null;
  clearTimeout(known.timer);
  if (!operations.length) return;
  known.timer = setTimeout(async () => {
    const verdict = await preview(operations).catch((fault) => ({ ok: false, faults: [fault] }));
    if (known.key !== key) return;
    known.verdict = verdict;
    tell();
  }, 250);
}

/* Does it, as it was looked at. Raises the refusal. */
export async function carryOut(operations, verdict, said) {
  if (!operations.length) throw Object.assign(new Error(say("Nothing would be different.")), { hint: say("Choose another value.") });
  if (verdict && !verdict.ok) throw Object.assign(new Error(say("This cannot be done yet.")), { hint: refusal(verdict).message ?? "" });
  await done(operations, said);
}

export function Review({ rows, control, verdict }) {
  const changed = rows.filter(isChanged);
  const odd = rows.filter(({ problem }) => problem);
  const left = rows.length - changed.length - odd.length;
  const faults = verdict?.faults ?? [];
  return html`<div class="pme-review">
    <p role="status">
      <b>${sayMany("%(num)s feature changes.", "%(num)s features change.", changed.length)}</b>${" "}
      ${left > 0 && sayMany("%(num)s has it already.", "%(num)s have it already.", left)}${" "}
      ${odd.length > 0 && sayMany("%(num)s is left out.", "%(num)s are left out.", odd.length)}
    </p>
    ${faults.length > 0 &&
    html`<ul class="pme-fault" role="alert">
      ${faults.slice(0, FAULTS).map((fault) => html`<li>${fault.item ? `${fault.item}: ` : ""}${fault.message} <span class="pme-hint">${fault.hint}</span></li>`)}
      ${faults.length > FAULTS && html`<li>${say("and %(num)s more", { num: faults.length - FAULTS })}</li>`}
    </ul>`}
    ${rows.length > 0 &&
    html`<div class="pme-scroll" tabindex="0" role="group" aria-label=${say("What would be different")}>
      <table class="pme-table">
        <thead>
          <tr><th scope="col">${say("Feature")}</th><th scope="col">${say("Now")}</th><th scope="col">${say("New value")}</th></tr>
        </thead>
        <tbody>
          ${[...odd, ...changed].slice(0, MOST).map(
            (row) => html`<tr class=${row.problem ? "pme-odd" : ""}>
              <th scope="row">${row.title || row.name}</th>
              <td>${"was" in row ? row.now || "–" : ""}</td>
              <td>${row.problem || row.then || inWords(control, cleaned(row.value))}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`}
  </div>`;
}
