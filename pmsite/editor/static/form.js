/* A few fields in a dialog: what was filled in, as an author would write it. */
import { Field } from "./controls/field.js";
import { cleaned } from "./controls/values.js";
import { ask } from "./dialog.js";
import { html, render } from "./vendor/htm-preact-3.1.1.js";

/* Asks for the fields of `controls`, which begin with `values`; `agree` gets them, and what it throws is told in the dialog.
 * `below` gives more of the dialog for what is filled in so far. */
export function fill({ title, intro = "", controls, values = {}, confirm, isDanger = false, isWide = false, below = () => null, agree, typeLabels = {} }) {
  let now = { ...values };
  return ask({
    title,
    confirm,
    isDanger,
    isWide,
    content: (body) => {
      const draw = () => {
        const set = (name, value) => {
          now = { ...now, [name]: value };
          draw();
        };
        const fields = Object.entries(controls).map(
          ([name, control]) => html`<${Field} key=${name} id=${`pme-form-${name}`} control=${control} value=${now[name]} set=${(value) => set(name, value)} typeLabels=${typeLabels} />`,
        );
        render(html`${intro && html`<p>${intro}</p>`}${fields}${below(now, draw)}`, body);
      };
      draw();
      return () => render(null, body);
    },
    agree: () => agree(cleaned(now) ?? {}),
  });
}
