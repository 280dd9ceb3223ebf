/* Moves an entry of a list up or down, or takes it out. */
import { html } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { moved } from "./values.js";

export function Moves({ list, at, set, what }) {
  return html`<span class="pme-moves">
    ${at > 0 &&
    html`<button type="button" aria-label=${say("Move %(what)s up", { what })} onClick=${() => set(moved(list, at, at - 1))}>↑</button>`}
    ${at < list.length - 1 &&
    html`<button type="button" aria-label=${say("Move %(what)s down", { what })} onClick=${() => set(moved(list, at, at + 1))}>↓</button>`}
    <button type="button" aria-label=${say("Take out %(what)s", { what })} onClick=${() => set(list.toSpliced(at, 1))}>×</button>
  </span>`;
}
