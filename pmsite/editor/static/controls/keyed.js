/* Values by names of their own: work that runs side by side, other words for an audience, a checklist by function. */
import { html, useState } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { Control } from "./control.js";
import { isGroup } from "./values.js";

export function Keyed({ id, control, value, set, typeLabels }) {
  const [typed, type] = useState("");
  const now = isGroup(value) ? value : {};
  const names = Object.keys(now);
  const inner = { ...control, keys: false };
  const known = (control.names ?? []).map((name) => ({ value: name, label: control.labels?.[name] ?? name }));
  const left = known.filter((one) => !names.includes(one.value));
  const label = (name) => known.find((one) => one.value === name)?.label ?? name;
  const add = (name) => {
    if (!name.trim() || name.trim() in now) return;
    type("");
    set({ ...now, [name.trim()]: inner.many ? [] : inner.kind === "group" ? {} : "" });
    setTimeout(() => document.getElementById(`${id}-${name.trim()}`)?.closest(".pme-entry")?.querySelector("input, textarea, select")?.focus());
  };
  const out = (name) => set(Object.fromEntries(Object.entries(now).filter(([other]) => other !== name)));
  return html`<div class="pme-keyed">
    ${names.map(
      (name) => html`<fieldset class="pme-entry" key=${name}>
        <legend class="pme-name">
          ${label(name)}
          <span class="pme-moves"><button type="button" aria-label=${say("Take out %(what)s", { what: label(name) })} onClick=${() => out(name)}>×</button></span>
        </legend>
        <${Control} id=${`${id}-${name}`} control=${inner} value=${now[name]} set=${(next) => set({ ...now, [name]: next })} typeLabels=${typeLabels} />
      </fieldset>`,
    )}
    ${known.length > 0
      ? left.length > 0 &&
        html`<p class="pme-pills">${left.map((one) => html`<button type="button" class="pme-button" onClick=${() => add(one.value)}>+ ${one.label}</button>`)}</p>`
      : html`<p class="pme-adding">
          <input
            id=${id}
            class="pme-input"
            type="text"
            autocomplete="off"
            aria-label=${say("Name of a new entry")}
            placeholder=${say("Name of a new entry")}
            value=${typed}
            onInput=${(event) => type(event.currentTarget.value)}
            onKeyDown=${(event) => {
              if (event.key !== "Enter" || !typed.trim() || event.isComposing) return;
              event.preventDefault();
              add(typed);
            }}
          />
          <button type="button" class="pme-button" disabled=${!typed.trim()} onClick=${() => add(typed)}>${say("Add")}</button>
        </p>`}
  </div>`;
}
