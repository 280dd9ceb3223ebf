/* One component a kind of fact. Each gets `control`, its `value` as the author wrote it, and `set`, which is told another one. */
import { html } from "../vendor/htm-preact-3.1.1.js";
import { Choice } from "./choice.js";
import { Choices } from "./choices.js";
import { Group } from "./group.js";
import { Groups } from "./groups.js";
import { Keyed } from "./keyed.js";
import { Lines } from "./lines.js";
import { Amount, Share } from "./number.js";
import { Day, Period } from "./period.js";
import { Reference } from "./reference.js";
import { References } from "./references.js";
import { Prose, Text } from "./text.js";
import { Tick } from "./tick.js";
import { Words } from "./words.js";

const KINDS = {
  boolean: Tick,
  choice: Choice,
  choices: Choices,
  day: Day,
  end: Text,
  group: Group,
  number: Amount,
  period: Period,
  reference: Reference,
  share: Share,
  text: Prose,
};
const LISTS = { group: Groups, reference: References, text: Lines };

export function Control(props) {
  const { control } = props;
  if (control.keys) return html`<${Keyed} ...${props} />`;
  const component = control.many ? (LISTS[control.kind] ?? (control.choices ? Choices : Words)) : (KINDS[control.kind] ?? Text);
  return html`<${component} ...${props} />`;
}

/* Whether it is one line, so that leaving it may save it, and it fits into a cell. */
export function isShort(control) {
  return !control.keys && control.kind !== "group" && !(control.many && control.kind === "text");
}

/* Whether it is several fields, which have labels of their own. */
export function isComposed(control) {
  return Boolean(control.keys || control.many || ["group", "choice", "choices", "period", "boolean"].includes(control.kind));
}
