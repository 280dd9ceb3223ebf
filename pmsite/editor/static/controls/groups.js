/* A list of groups: key results, tasks, options. Small ones stand open, larger ones one at a time. */
import { html, useState } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { asGroup, Group } from "./group.js";
import { Moves } from "./moves.js";
import { isGroup, listed } from "./values.js";

const SMALL = 3;
const NAMES = ["title", "text", "name", "date", "id"];

export function Groups({ id, control, value, set, typeLabels }) {
  const now = listed(value);
  const isSmall = Object.keys(control.fields).length <= SMALL;
  const [open, show] = useState(now.length ? -1 : 0);
  const shown = now.length ? now : [{}];
  const add = () => {
    set([...shown, {}]);
    show(shown.length);
  };
  return html`<div class="pme-groups" id=${id}>
    <ol>
      ${shown.map((one, at) => {
        const words = called(one) || say("New entry");
        const part = html`<${Group} id=${`${id}-${at}`} control=${{ ...control, many: false }} value=${one} set=${(next) => set(shown.with(at, next))} typeLabels=${typeLabels} />`;
        return html`<li class="pme-entry">
          ${isSmall
            ? part
            : html`<details open=${open === at} onToggle=${(event) => event.currentTarget.open && show(at)}>
                <summary>${words}</summary>
                ${open === at && part}
              </details>`}
          <${Moves} list=${shown} at=${at} set=${set} what=${words} />
        </li>`;
      })}
    </ol>
    <button type="button" class="pme-button" onClick=${add}>${say("Add one more")}</button>
  </div>`;

  function called(one) {
    const group = isGroup(one) ? one : asGroup(one, control);
    const found = [...NAMES.map((name) => group[name]), ...Object.values(group)];
    return found.find((text) => typeof text === "string" && text) ?? "";
  }
}
