/* What becomes of an item: another id, a copy, dropped with its reason, back again, or gone. */
import { preview } from "./changing.js";
import { choices } from "./controls/choice.js";
import { Farewell, NewName } from "./effect.js";
import { fill } from "./form.js";
import { done, look } from "./item.js";
import { create } from "./making.js";
import { html } from "./vendor/htm-preact-3.1.1.js";
import { say } from "./words.js";

/* What a copy does not take with it: what only the first one is, or was. */
const OWN = ["id", "type", "imported", "started", "shipped", "released", "result", "verified", "rank", "reason", "told"];

export async function duplicate(id) {
  const item = await look(id);
  await fill({
    title: say("Duplicate “%(title)s”", { title: item.title }),
    confirm: say("Make it"),
    controls: { title: { ...item.fields.title, required: true } },
    values: { title: say("%(title)s (copy)", { title: item.title }) },
    agree: ({ title }) => {
      const facts = Object.entries(item.written).filter(([name, value]) => !OWN.includes(name) && value !== null);
      return create(item.type, { ...Object.fromEntries(facts), title }, item.body, item.label);
    },
  });
}

/* What others call it by then is shown before they do. */
export async function rename(id) {
  const item = await look(id);
  let known = { id, verdict: null };
  let asked = id;
  await fill({
    title: say("Rename “%(title)s”", { title: item.title }),
    intro: say("The id is what other items call it, and a part of the address of its page. The title stays."),
    confirm: say("Rename"),
    controls: { id: { kind: "line", label: say("Id"), required: true } },
    values: { id },
    below: (now, draw) => {
      if (now.id !== asked) {
        asked = now.id;
        lookAhead([{ do: "rename", item: id, id: asked }], (verdict) => {
          if (asked !== now.id) return;
          known = { id: asked, verdict };
          draw();
        });
      }
      return now.id !== id && known.id === now.id && html`<${NewName} verdict=${known.verdict} item=${item} id=${now.id} />`;
    },
    agree: async (now) => {
      if (now.id !== id) await done([{ do: "rename", item: id, id: now.id ?? "" }], say("%(old)s is now called %(new)s.", { old: id, new: now.id }));
    },
  });
}

function lookAhead(operations, then) {
  preview(operations).then(then, (fault) => then({ ok: false, files: [], told: [], faults: [fault] }));
}

export async function drop(id) {
  const item = await look(id);
  await fill({
    title: say("Drop “%(title)s”", { title: item.title }),
    intro: say("It stays in the plan, among what is not done, with the reason for all who ask again."),
    confirm: say("Drop it"),
    controls: { reason: { ...item.fields.reason, kind: "text", required: true } },
    values: { reason: item.written.reason ?? "" },
    agree: ({ reason = "" }) => done([{ do: "drop", item: id, reason }], say("%(title)s is dropped.", { title: item.title })),
  });
}

/* Back into the plan: the reason why it was not to be done goes. */
export async function restore(id) {
  const item = await look(id);
  const status = item.fields.status;
  const open = choices(status).filter((one) => one.stage !== "dropped");
  const first = open.find((one) => one.stage === (item.written.target ? "planned" : "idea")) ?? open[0];
  await fill({
    title: say("Restore “%(title)s”", { title: item.title }),
    confirm: say("Restore"),
    controls: { status: { ...status, choices: open, required: true } },
    values: { status: first?.value },
    agree: (now) => {
      const operations = [{ do: "set", item: id, place: ["status"], value: now.status, was: item.written.status ?? null }];
      if (item.written.reason !== undefined) operations.push({ do: "unset", item: id, place: ["reason"], was: item.written.reason });
      return done(operations, say("%(title)s is in the plan again.", { title: item.title }));
    },
  });
}

/* Takes it out of the plan. What names it is told first, and goes only where somebody says so. */
export async function remove(id, then = () => {}) {
  const item = await look(id);
  const alone = await preview([{ do: "delete", item: id, leave: "refuse" }]);
  const verdict = alone.ok ? alone : await preview([{ do: "delete", item: id, leave: "unset" }]);
  const leave = alone.ok ? "refuse" : "unset";
  const given = await fill({
    title: say("Delete “%(title)s”", { title: item.title }),
    intro:
      item.type === "feature"
        ? say("It goes from the plan, as if it had never been in it. What was decided against is better dropped with a reason, so that nobody asks again.")
        : say("It goes from the plan, as if it had never been in it; only earlier commits remember it."),
    confirm: say("Delete"),
    isDanger: true,
    controls: {},
    below: () => html`<${Farewell} verdict=${verdict} item=${item} />`,
    agree: () => done([{ do: "delete", item: id, leave }], say("%(title)s is deleted.", { title: item.title })),
  });
  if (given) then();
}
