/* New items where lists of them are: on the page of a type, in a column, a lane or a group, with what follows from that. */
import { types } from "./api.js";
import { button } from "./dom.js";
import { newItem } from "./making.js";
import { addressOf } from "./page.js";
import { refused } from "./toast.js";
import { say } from "./words.js";

const ROADMAPS = ".pm-roadmap, .pm-timeline, .pm-priorities";
const FIELDS = { objective: "supports" };

export async function hubs() {
  const known = await types();
  const heading = document.querySelector("article .pm-h1");
  if (!heading || heading.closest(".pm-item")) return;
  const address = (addressOf(location.href) ?? "").replace(/page-\d+\/$/, "");
  const isRoadmap = heading.closest(".pm")?.matches(ROADMAPS);
  const type = isRoadmap ? "feature" : Object.keys(known).find((one) => known[one].hub === address);
  if (type) offer(heading, type, {}, say("New: %(type)s", { type: known[type].label }), known[type].label);
  if (!isRoadmap) return;
  for (const place of document.querySelectorAll("[data-to]")) {
    const head =
      place.querySelector(":scope > .pm-group__head > .pm-h2") ??
      place.querySelector(":scope > header, :scope > .pm-h2, :scope > .pm-h3, :scope > h2, :scope > h3");
    const facts = factsOf(place, known.feature.fields);
    if (head && facts) offer(head, "feature", facts, say("New: %(type)s", { type: known.feature.label }), "");
  }
}

function offer(head, type, facts, words, shown) {
  if (head.querySelector(":scope > .pme-new")) return;
  const make = () => newItem(type, facts).catch(refused);
  head.append(button(`+ ${shown}`, make, { class: `pme pme-button pme-new${shown ? "" : " pme-new--small"}`, "aria-label": words, title: words }));
}

/* The facts of what is made in a place, which may lie in another one; null where nothing is made, as among what is shipped. */
function factsOf(place, fields) {
  const facts = {};
  for (let at = place; at; at = at.parentElement?.closest("[data-to]")) {
    const [kind, key] = [at.dataset.to.slice(0, at.dataset.to.indexOf("=")), at.dataset.to.slice(at.dataset.to.indexOf("=") + 1)];
    const name = FIELDS[kind] ?? kind;
    const control = fields[name];
    if (!control || (kind === "horizon" && !["now", "next", "later"].includes(key))) return null;
    if (key) facts[name] = control.many ? [key] : key;
  }
  return facts;
}
