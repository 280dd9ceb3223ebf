/* What a value is in words, for the moment until the page says it. */
import { choices } from "./controls/choice.js";
import { titleOf } from "./controls/names.js";
import { isYes } from "./controls/tick.js";
import { isGroup, listed } from "./controls/values.js";
import { say } from "./words.js";

export function inWords(control, value) {
  const separator = say(", ");
  if (value === undefined || value === "") return "–";
  if (isGroup(value)) return Object.values(value).map((one) => (typeof one === "string" ? one : inWords({}, one))).join(separator);
  if (Array.isArray(value)) return listed(value).map((one) => inWords(control, one)).join(separator);
  if (control.kind === "boolean") return isYes(value) ? say("Yes") : say("No");
  if (control.kind === "reference") return titleOf(value);
  return choices(control).find((one) => one.value === value)?.label ?? String(value);
}
