/* How a key result, or a metric, stands on one day. */
import { fill } from "./form.js";
import { done, look } from "./item.js";
import { inWords } from "./shown.js";
import { html } from "./vendor/htm-preact-3.1.1.js";
import { say } from "./words.js";

export async function checkIn(id, part = "") {
  const item = await look(id);
  const result = part ? (item.written.key_results ?? []).find((one) => one.id === part) : null;
  const title = result?.title ?? item.title;
  const kinds = item.fields.key_results?.fields.checkins?.fields ?? {};
  const unit = result?.unit ?? item.written.unit ?? "";
  const value = { kind: "number", label: say("Value"), help: reached(result), unit };
  const confidence = { kind: "share", help: "", ...kinds.confidence, label: kinds.confidence?.label ?? say("Confidence"), required: false };
  const note = { kind: "text", label: say("What happened?") };
  const on = { kind: "day", label: say("Day"), required: true };
  await fill({
    title: say("Check in: %(title)s", { title }),
    confirm: say("Check in"),
    controls: { ...(isNumber(result) && { value }), ...(result && { confidence }), note, on },
    values: { confidence: result?.confidence ?? "", on: item.today },
    below: ({ on: day }) => of(result, day) && html`<p class="pme-hint" role="status">${say("There is a check-in of this day already: %(value)s. What you write here takes its place.", { value: inWords({}, of(result, day)) })}</p>`,
    agree: (said) => {
      const { confidence: sure, ...others } = said;
      const changed = sure === result?.confidence && others.value ? {} : { confidence: sure };
      const operation = { do: "check-in", item: part ? `${id}.${part}` : id, ...others, ...(sure && changed), again: Boolean(of(result, said.on)) };
      return done([operation], say("Checked in: %(title)s", { title }));
    },
  });
}

/* What was said of a day before. */
function of(result, day) {
  return result?.checkins?.find(({ date }) => date === day);
}

function isNumber(result) {
  return !result || !["milestone", "baseline"].includes(result.kind);
}

function reached(result) {
  if (!result) return "";
  const last = result.checkins?.at(-1)?.value ?? result.current ?? result.baseline;
  return last === undefined ? "" : say("Until now %(last)s, to reach %(target)s.", { last, target: result.target ?? "?" });
}
