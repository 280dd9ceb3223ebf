/* Several items, in their order. */
import { html, useEffect, useState } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { Finder } from "./finder.js";
import { named, titleOf } from "./names.js";
import { listed } from "./values.js";

export function References({ id, control, value, set, describedby, typeLabels }) {
  const now = listed(value);
  const [, know] = useState(0);
  useEffect(() => {
    named(now, control.to).then(() => know((count) => count + 1));
  }, [now.join("\n")]);
  return html`<div class="pme-references">
    ${now.length > 0 &&
    html`<ul class="pme-chips">
      ${now.map(
        (one, at) => html`<li key=${one}>
          ${titleOf(one)}
          <button type="button" aria-label=${say("Take out %(what)s", { what: titleOf(one) })} onClick=${() => set(now.toSpliced(at, 1))}>×</button>
        </li>`,
      )}
    </ul>`}
    <${Finder} id=${id} control=${control} isAdding describedby=${describedby} typeLabels=${typeLabels} pick=${(found) => set([...now.filter((one) => one !== found.id), found.id])} />
  </div>`;
}
