/* One of a few words; a status shows its stage. A click on one is enough, keys choose and Enter saves. */
import { html } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";

const AT_A_GLANCE = 9;

export function choices(control) {
  return (control.choices ?? []).map((one) => (typeof one === "string" ? { value: one, label: one } : one));
}

export function Choice({ id, control, value = "", set, done, describedby }) {
  const known = choices(control);
  const offered = control.required || control.default ? known : [{ value: "", label: control.nothing ?? say("None") }, ...known];
  const chosen = value || control.default || "";
  const now = known.some((one) => one.value === chosen) || !chosen ? chosen : null;
  if (offered.length > AT_A_GLANCE) {
    return html`<select id=${id} class="pme-input" aria-describedby=${describedby} onChange=${(event) => set(event.currentTarget.value)}>
      ${now === null && html`<option selected>${value}</option>`}
      ${offered.map((one) => html`<option value=${one.value} selected=${one.value === now}>${one.label}</option>`)}
    </select>`;
  }
  const first = now === null || !offered.some((one) => one.value === now) ? offered[0].value : now;
  return html`<div class="pme-pills" role="radiogroup" id=${id}>
    ${offered.map(
      (one) => html`<label class="pme-pill" onClick=${(event) => event.detail && picked(event, one.value, set, done)}>
        <input
          type="radio"
          name=${id}
          value=${one.value}
          checked=${one.value === now}
          autofocus=${one.value === first}
          onChange=${() => set(one.value)}
        />
        <span class=${one.stage ? `pm-stage pm-stage--${one.stage}` : ""}>${one.label}</span>
      </label>`,
    )}
  </div>`;
}

function picked(event, value, set, done) {
  event.preventDefault();
  set(value);
  done?.(value);
}
