/* New items, with the facts that follow from where somebody is. */
import { base, get, types } from "./api.js";
import { done } from "./item.js";
import { fill } from "./form.js";
import { toast } from "./toast.js";
import { undo } from "./changing.js";
import { say } from "./words.js";

const ASKED = {
  feature: ["summary", "status"],
  objective: ["period", "team"],
  feedback: ["features", "customer", "channel", "date"],
  release: ["date"],
  decision: ["due", "approver"],
  change: ["kind"],
};
const PATIENCE = 15000;
const PAUSE = 300;

/* Asks for a new item of a type; `facts` are filled in. Promises its id, or null. */
export async function newItem(type, facts = {}, { title = "", body = "", also = [] } = {}) {
  const known = await types();
  const { label, fields } = known[type];
  const names = ["title", ...Object.keys(fields).filter((name) => fields[name].required), ...(ASKED[type] ?? []), ...also];
  const shown = [...new Set([...names, ...Object.keys(facts)])].filter((name) => name in fields && isAsked(fields[name], facts[name]));
  let made = null;
  await fill({
    title: title || say("New: %(type)s", { type: label }),
    confirm: say("Make it"),
    controls: Object.fromEntries(shown.map((name) => [name, { ...fields[name], ...(name === "title" && { required: true }) }])),
    values: facts,
    typeLabels: labels(known),
    agree: async (said) => {
      made = await create(type, { ...hidden(facts, shown), ...said }, body, label);
    },
  });
  return made;
}

/* What is copied over and would only be in the way is not asked for. */
function isAsked(control, value) {
  return control.kind !== "group" || (control.required && value === undefined);
}

function hidden(facts, shown) {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !shown.includes(name)));
}

export function labels(known) {
  return Object.fromEntries(Object.entries(known).map(([name, one]) => [name, one.label]));
}

/* Makes an item, and tells it with the way to its page. Raises the refusal. */
export async function create(type, facts, body, label) {
  const said = say("New: %(type)s “%(title)s”", { type: label, title: facts.title });
  const answer = await done([{ do: "create", item: "", type, facts, body }], said);
  const id = idOf(answer.files[0].path);
  toast(said, { undo: () => undo(null, answer.change), actions: { [say("Open")]: () => open(id) } });
  return id;
}

export function idOf(path) {
  return path.split("/").at(-1).replace(/\.md$/, "");
}

/* Goes to the page of an item as soon as there is one. */
export async function open(id, end = Date.now() + PATIENCE) {
  const found = (await get("pages")).pages; // asked anew, since it is on its way
  const address = Object.keys(found).find((one) => found[one].id === id);
  if (address !== undefined) location.assign(base + encodeURI(address));
  else if (Date.now() > end) toast(say("It has no page yet."), { isProblem: true });
  else setTimeout(() => open(id, end), PAUSE);
}
