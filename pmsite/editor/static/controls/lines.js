/* A list of sentences, in their order: Enter begins the next one. */
import { html, useRef } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { example } from "./example.js";
import { Moves } from "./moves.js";
import { listed } from "./values.js";

export function Lines({ id, control, value, set, describedby }) {
  const box = useRef(null);
  const now = listed(value);
  const shown = now.length ? now : [""];
  const focus = (at) => setTimeout(() => box.current?.querySelectorAll("textarea")[at]?.focus());
  const pressed = (event, at) => {
    if (event.key === "Enter" && !event.isComposing && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      set(shown.toSpliced(at + 1, 0, ""));
      focus(at + 1);
    } else if (event.key === "Backspace" && !shown[at] && shown.length > 1) {
      event.preventDefault();
      set(shown.toSpliced(at, 1));
      focus(Math.max(0, at - 1));
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
  };
  return html`<div class="pme-lines" ref=${box}>
    ${shown.map(
      (one, at) => html`<div class="pme-line">
        <textarea
          id=${at ? null : id}
          class="pme-input pme-prose"
          rows="1"
          autofocus=${at === 0}
          aria-label=${`${control.label} ${at + 1}`}
          aria-describedby=${describedby}
          placeholder=${at ? "" : example(control)}
          value=${one}
          onInput=${(event) => set(shown.with(at, event.currentTarget.value))}
          onKeyDown=${(event) => pressed(event, at)}
        ></textarea>
        <${Moves} list=${shown} at=${at} set=${set} what=${one || String(at + 1)} />
      </div>`,
    )}
    <button type="button" class="pme-button" onClick=${() => {
      set([...shown, ""]);
      focus(shown.length);
    }}>${say("Add one more")}</button>
  </div>`;
}
