/* A group of facts: those that are needed or known at once, the others when asked for. */
import { html, useState } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { Field } from "./field.js";
import { isGroup } from "./values.js";

const AT_ONCE = 6;

export function Group({ id, control, value, set, except = [], typeLabels }) {
  const now = isGroup(value) ? value : asGroup(value, control);
  const [all, showAll] = useState(false);
  const names = Object.keys(control.fields).filter((name) => !except.includes(name));
  const first = names.filter((name) => control.fields[name].required || now[name] !== undefined);
  const shown = all || names.length <= AT_ONCE ? names : [...new Set([...first, ...names])].slice(0, Math.max(4, first.length));
  const put = (name, text) => set({ ...now, [name]: text });
  return html`<div class="pme-group" id=${id}>
    ${names
      .filter((name) => shown.includes(name))
      .map(
        (name) => html`<${Field}
          key=${name}
          id=${`${id}-${name}`}
          control=${control.fields[name]}
          value=${now[name]}
          set=${(text) => put(name, text)}
          typeLabels=${typeLabels}
        />`,
      )}
    ${shown.length < names.length && html`<button type="button" class="pme-button" onClick=${() => showAll(true)}>${say("More facts")}</button>`}
  </div>`;
}

/* A group may be written as its first fact alone, such as a task as its words. */
export function asGroup(value, control) {
  if (value === undefined || value === null || value === "") return {};
  const first = Object.keys(control.fields).find((name) => name === control.short || control.fields[name].required) ?? Object.keys(control.fields)[0];
  return { [first]: Array.isArray(value) ? value.join(", ") : value };
}
