/* What can be done with the item whose page this is, in one menu; and new items from where one is. */
import { types } from "./api.js";
import { checkIn } from "./checkin.js";
import { choices } from "./controls/choice.js";
import { decide } from "./deciding.js";
import { button } from "./dom.js";
import { look } from "./item.js";
import { newItem } from "./making.js";
import { openMenu } from "./menu.js";
import { drop, duplicate, remove, rename, restore } from "./moves.js";
import { here, holding } from "./page.js";
import { editText } from "./texts.js";
import { tie } from "./tying.js";
import { refused } from "./toast.js";
import { say } from "./words.js";

/* By type, what is often made from its page, and the field by which it names the item. */
const NEXT = {
  component: [["feature", "component"], ["problem", "component"], ["component", "parent"]],
  competitor: [["feature", "related"]],
  customer: [["feedback", "customer"]],
  cycle: [["feature", "cycle"], ["problem", "cycle"]],
  decision: [["decision", "supersedes"]],
  feature: [["feedback", "features"], ["change", "features"], ["decision", "affects"], ["risk", "affects"]],
  feedback: [["insight", "evidence"]],
  insight: [["feature", "addresses"], ["experiment", "insights"]],
  launch: [["update", "about"]],
  metric: [["experiment", "metric"]],
  objective: [["feature", "supports"], ["objective", "parent"]],
  persona: [["feature", "personas"], ["insight", "personas"]],
  problem: [["feature", "addresses"]],
  release: [["feature", "release"], ["change", "release"], ["launch", "release"]],
  risk: [["feature", "addresses"]],
  study: [["insight", "evidence"]],
  team: [["feature", "team"], ["objective", "team"], ["person", "team"]],
  theme: [["feature", "theme"]],
  vision: [["objective", "parent"]],
};

export async function items() {
  const place = await here();
  const eyebrow = document.querySelector("article.pm-item > .pm-eyebrow");
  if (!place || !eyebrow || eyebrow.querySelector(".pme-menu-button")) return;
  const open = () => holding(async () => openMenu(at, await entries(place), say("What can be done here"))).catch(refused);
  const at = button(say("Edit"), open, { class: "pme pme-button pme-menu-button", "aria-haspopup": "menu", "aria-expanded": "false" });
  eyebrow.append(at);
}

async function entries({ id, type }) {
  const [item, known] = await Promise.all([look(id), types()]);
  const run = (label, act, note = "") => ({ label, note, run: () => act().catch(refused) });
  const isDropped = choices(item.fields.status ?? {}).find((one) => one.value === item.written.status)?.stage === "dropped";
  return [
    ...deeds(item, run),
    { heading: say("New") },
    ...(NEXT[type] ?? [])
      .filter(([other, field]) => known[other]?.fields[field])
      .map(([other, field]) => run(say("New: %(type)s…", { type: known[other].label }), () => newItem(other, named(known[other].fields[field], field, id)), say("with %(fact)s filled in", { fact: known[other].fields[field].label }))),
    run(say("Duplicate…"), () => duplicate(id)),
    { heading: say("This item") },
    run(item.body?.trim() ? say("Change its text") : say("Write a text"), () => editText(id)),
    ...(item.languages?.length ? [run(say("Translate…"), () => editText(id, item.languages[0]))] : []),
    run(say("Rename…"), () => rename(id)),
    ...(type === "feature" ? [isDropped ? run(say("Restore…"), () => restore(id)) : run(say("Drop…"), () => drop(id))] : []),
    run(say("Delete…"), () => remove(id, () => history.back())),
  ];
}

/* What the type is made for. */
function deeds(item, run) {
  if (item.type === "metric") return [run(say("New value…"), () => checkIn(item.id))];
  if (item.type === "feature") return [run(say("Tie feedback…"), () => tie(item))];
  if (item.type === "decision") return [run(say("Decide…"), () => decide(item.id))];
  if (item.type !== "objective") return [];
  const results = (item.written.key_results ?? []).filter((one) => one?.id);
  return results.map((one) => run(say("Check in: %(title)s", { title: one.title ?? one.id }), () => checkIn(item.id, one.id)));
}

function named(control, field, id) {
  return { [field]: control.many ? [id] : id };
}
