/* A decision is taken: which option, and since when. */
import { isYes } from "./controls/tick.js";
import { fill } from "./form.js";
import { done, look, wish } from "./item.js";
import { say } from "./words.js";

export async function decide(id) {
  const item = await look(id);
  const options = item.written.options ?? [];
  const chosen = options.findIndex((one) => isYes(one.chosen));
  const option = { kind: "choice", label: say("Which option?"), choices: options.map((one, at) => ({ value: String(at), label: one.title ?? String(at + 1) })) };
  await fill({
    title: say("Decide: %(title)s", { title: item.title }),
    confirm: say("Decided"),
    controls: {
      ...(options.length && { option: { ...option, required: true } }),
      status: { ...item.fields.status, required: true },
      date: { ...item.fields.date, kind: "day", required: true },
      approver: item.fields.approver,
    },
    values: { option: String(Math.max(0, chosen)), status: "accepted", date: item.today, approver: item.written.approver },
    typeLabels: item.typeLabels,
    agree: (said) => {
      const taken = options.map((one, at) => marked(one, said.status === "accepted" && at === Number(said.option)));
      const wishes = ["status", "date", "approver"].map((name) => wish(item, name, said[name]));
      const operations = [...wishes, options.length ? wish(item, "options", taken) : null].filter(Boolean);
      return operations.length ? done(operations, say("Decided: %(title)s", { title: item.title })) : null;
    },
  });
}

function marked(option, isTaken) {
  const { chosen, ...others } = option;
  if (isTaken) return { ...others, chosen: isYes(chosen) ? chosen : "true" };
  return others;
}
