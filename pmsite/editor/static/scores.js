/* "What if" as a decision: the numbers that were tried are kept. */
import { types } from "./api.js";
import { button } from "./dom.js";
import { done, look } from "./item.js";
import { hold, itemAt } from "./page.js";
import { refused } from "./toast.js";
import { say, sayMany } from "./words.js";

const FIELDS = { rice: "score", ice: "ice", wsjf: "wsjf", opportunity: "opportunity" };

export function scores() {
  const whatIf = document.querySelector("[data-pm-what-if]");
  const table = document.querySelector(".pm-priorities [data-pm-table]");
  if (!whatIf || !table || whatIf.parentElement.querySelector(".pme-keep")) return;
  let release = null;
  const keep = button(say("Keep these scores"), () => save(table, whatIf).catch(refused), { class: "pme pme-button pme-keep", hidden: true });
  whatIf.after(keep);
  const show = () => {
    const isOn = whatIf.getAttribute("aria-pressed") === "true";
    keep.hidden = !isOn || !tried(table).length;
    if (isOn) release ??= hold();
    else {
      release?.();
      release = null;
    }
  };
  new MutationObserver(show).observe(whatIf, { attributes: true, attributeFilter: ["aria-pressed"] });
  table.addEventListener("input", show);
}

/* The numbers that are others than the page says. */
function tried(table) {
  const fields = [...table.querySelectorAll("[data-in] input")];
  return fields.filter((field) => field.value !== "" && Math.abs(shareOf(field) - Number(field.closest("[data-in]").dataset.n)) > 1e-9);
}

function shareOf(field) {
  return "percent" in field.closest("[data-in]").dataset ? Number(field.value) / 100 : Number(field.value);
}

async function save(table, whatIf) {
  const known = await types();
  const fields = tried(table).filter((field) => FIELDS[methodOf(field)] in known.feature.fields);
  const operations = (await Promise.all(fields.map(wishOf))).filter(Boolean);
  if (!operations.length) return;
  await done(operations, sayMany("%(num)s number kept", "%(num)s numbers kept", operations.length));
  whatIf.click();
}

function methodOf(field) {
  return field.closest("[data-in]").dataset.in.split(".")[0];
}

async function wishOf(field) {
  const cell = field.closest("[data-in]");
  const [method, input] = cell.dataset.in.split(".");
  const place = await itemAt(field.closest("tr").querySelector("th a").href);
  if (!place) return null;
  const { written } = await look(place.id);
  const value = "percent" in cell.dataset ? `${field.value}%` : field.value;
  return { do: "set", item: place.id, place: [FIELDS[method], input], value, was: written[FIELDS[method]]?.[input] ?? null };
}
