/* A line, and a text of a few sentences. */
import { html, useEffect, useRef } from "../vendor/htm-preact-3.1.1.js";
import { example } from "./example.js";

export function Text({ id, control, value = "", set, describedby }) {
  return html`<input
    id=${id}
    class="pme-input"
    type="text"
    autocomplete="off"
    autofocus
    value=${value}
    required=${control.required}
    placeholder=${example(control)}
    aria-describedby=${describedby}
    onInput=${(event) => set(event.currentTarget.value)}
  />`;
}

/* Enter saves; a text that has several lines already gets another one with Enter, and is saved with Ctrl+Enter. */
export function Prose({ id, control, value = "", set, describedby }) {
  const field = useRef(null);
  useEffect(() => {
    if (CSS.supports("field-sizing: content")) return;
    field.current.style.height = "auto";
    field.current.style.height = `${field.current.scrollHeight + 2}px`;
  }, [value]);
  const pressed = (event) => {
    const wants = event.key === "Enter" && !event.isComposing && !event.shiftKey;
    if (!wants || (value.includes("\n") && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return html`<textarea
    id=${id}
    ref=${field}
    class="pme-input pme-prose"
    rows="2"
    autofocus
    value=${value}
    required=${control.required}
    placeholder=${example(control)}
    aria-describedby=${describedby}
    onInput=${(event) => set(event.currentTarget.value)}
    onKeyDown=${pressed}
  ></textarea>`;
}
