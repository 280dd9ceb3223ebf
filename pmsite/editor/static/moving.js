/* One feature goes somewhere else: shown at once, then asked of the server and written; put back with the reason where that is refused. */
import { post } from "./api.js";
import { change, inWords, undo } from "./changing.js";
import { ask } from "./dialog.js";
import { make } from "./dom.js";
import { fill } from "./form.js";
import { look } from "./item.js";
import { hold, itemAt } from "./page.js";
import { difference, put } from "./places.js";
import { refused, toast } from "./toast.js";
import { say } from "./words.js";

export const ENTRY = ".pm-card, .pm-line, li.pm-span, .pm-features tbody tr";

export function linkOf(entry) {
  return entry.querySelector("a.pm-title, th a");
}

/* Puts a feature into a place of its page; `before` is the feature that it stands before there, where the order is what changes. */
export async function moveTo(entry, place, before) {
  const wish = difference(entry, place) ?? orderIn(entry, place, before);
  if (!wish) return;
  await carriedOut(entry, wish, put(entry, place, wish.above ? before : null));
}

/* Gives a feature another fact, and shows it in the place that means that, if the page has one. */
export async function become(entry, to, from) {
  const [[kind, key]] = Object.entries(to);
  const root = entry.closest(".pm-roadmap");
  const place = root && [...root.querySelectorAll("[data-to]")].find((one) => one.dataset.to === `${kind}=${key}` && !one.contains(entry));
  await carriedOut(entry, { to, from: { [kind]: from } }, place && !place.matches(".pm-cross .pm-column") ? put(entry, place) : null);
}

function orderIn(entry, place, before) {
  const list = before?.parentElement ?? entry.parentElement;
  if (before === undefined || !place.contains(list) || before === entry || before === entry.nextElementSibling) return null;
  const others = [...list.children].filter((one) => one !== entry && one.matches(ENTRY));
  const at = before ? others.indexOf(before) : others.length;
  return { to: {}, above: others.slice(0, at), below: before };
}

/* Gives a feature another date, which its row shows already; `back` shows the one before. */
export async function date(entry, field, value, back) {
  await carriedOut(entry, { to: { [field]: value }, from: {} }, back);
}

let before = Promise.resolve();

/* One after the other: the second is asked for when the first is written. */
function carriedOut(entry, wish, back) {
  const release = hold();
  before = before.then(() => movedBy(entry, wish, back)).finally(release);
  return before;
}

async function movedBy(entry, wish, back) {
  try {
    const id = async (node) => (node ? (await itemAt(linkOf(node).href))?.id : "");
    const question = { ...wish, item: await id(entry), below: await id(wish.below) };
    if (wish.above) question.above = await Promise.all(wish.above.map(id));
    let found = await post("move", question);
    if (found.asks === "reason") {
      const told = await reasonFor(found, question);
      if (!told) {
        back?.();
        return;
      }
      found = told;
    }
    if (found.asks === "facts") {
      const told = await factsFor(found, question);
      if (!told) {
        back?.();
        return;
      }
      found = told;
    }
    await written(found, back);
  } catch (fault) {
    back?.();
    refused(inWords(fault));
  }
}

async function written(found, back) {
  if (!found.operations.length) {
    toast(found.said, { hint: found.note });
    return;
  }
  const instead = ({ operations, said }) => async (done) => {
    await undo(back, done, true);
    await change(operations, { said });
  };
  const actions = Object.fromEntries(found.instead.map((one) => [one.label, instead(one)]));
  await change(found.operations, { said: found.said, hint: found.note, actions, back });
}

/* Why something will not be done, and by which word of the workspace; null where it stays. */
async function reasonFor({ said, choices }, asked) {
  let found = null;
  await ask({
    title: say("Why will “%(title)s” not be done?", { title: said }),
    confirm: say("Drop it"),
    content: (body) => {
      const options = choices.map(({ value, label }) => make("option", { value }, label));
      const status = make("label", {}, say("Status"), make("select", { name: "status" }, options));
      const hint = make("span", { class: "pme-hint" }, say("Who may see it reads this in the list of what is not done. It can stay empty."));
      const reason = make("textarea", { name: "reason", rows: 3, autofocus: true });
      body.append(make("label", {}, say("Reason"), hint, reason), choices.length > 1 ? status : make("input", { type: "hidden", name: "status", value: choices[0].value }));
    },
    agree: async (data) => {
      const to = { ...asked.to, status: data.get("status") };
      delete to.horizon;
      found = await post("move", { ...asked, to, reason: data.get("reason") ?? "" });
    },
  });
  return found;
}

/* What a status requires and the feature does not say yet; null where it stays. */
async function factsFor({ said, facts }, asked) {
  const { fields, written: values } = await look(asked.item);
  let found = null;
  await fill({
    title: say("“%(title)s” needs this first", { title: said }),
    confirm: say("Move it"),
    controls: Object.fromEntries(facts.filter((name) => fields[name]).map((name) => [name, { ...fields[name], required: true }])),
    values: Object.fromEntries(facts.map((name) => [name, values[name]])),
    agree: async (told) => {
      found = await post("move", { ...asked, facts: Object.keys(told).length ? told : Object.fromEntries(facts.map((name) => [name, ""])) });
    },
  });
  return found;
}
