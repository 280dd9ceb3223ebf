/* “Move to…”: a menu at every feature, for the keyboard, for touch, and for whoever does not like to drag. */
import { get } from "./api.js";
import { editFact } from "./fact.js";
import { openMenu } from "./menu.js";
import { holding, itemAt } from "./page.js";
import { become, ENTRY, linkOf } from "./moving.js";
import { refused } from "./toast.js";
import { say } from "./words.js";

/* Gives each feature of a view its button. */
export function addMenus(root) {
  const model = document.createElement("button");
  Object.assign(model, { type: "button", className: "pme-more" });
  model.setAttribute("aria-haspopup", "menu");
  for (const entry of root.querySelectorAll(ENTRY)) {
    const link = linkOf(entry);
    if (!link || entry.querySelector(":scope .pme-more")) continue;
    const button = model.cloneNode();
    button.setAttribute("aria-label", say("Move “%(title)s” to…", { title: link.textContent.trim() }));
    button.dataset.pmeKey = `more ${link.href}`;
    (entry.matches("tr") ? link.parentElement : entry.matches(".pm-span") ? link.parentElement : entry).append(button);
  }
  root.addEventListener("click", (event) => {
    const button = event.target.closest(".pme-more");
    if (button) holding(() => offer(button.closest(ENTRY), button)).catch(refused);
  });
}

async function offer(entry, button) {
  const { id } = await itemAt(linkOf(entry).href);
  const { title, groups } = await get("moves", { item: id });
  const isTimed = entry.matches(".pm-span");
  const main = groups.find(({ field }) => field === (isTimed ? "target" : "horizon"));
  const first = [{ heading: main.label }, ...choices(entry, main, id, button)];
  const others = groups.filter((group) => group !== main).map((group) => ({
    label: `${group.label}…`,
    note: group.value,
    run: () => openMenu(button, [{ heading: group.label }, ...choices(entry, group, id, button)], group.label),
  }));
  if (isTimed) others.unshift({ label: say("Starts…"), run: () => editFact(id, startOf(entry), button).catch(refused) });
  const drop = { label: say("Drop…"), run: () => become(entry, { horizon: "dropped" }) };
  openMenu(button, [...first, { heading: say("Or change") }, ...others, drop], say("Move “%(title)s” to…", { title }));
}

export function startOf(entry) {
  return entry.querySelector(".pm-track")?.dataset.from ?? "starts";
}

function choices(entry, group, id, button) {
  const found = group.choices.map(({ value, label, isCurrent, way }) => ({
    label: way === "earlier" ? say("Earlier: %(period)s", { period: label }) : way === "later" ? say("Later: %(period)s", { period: label }) : label,
    isCurrent,
    run: () => isCurrent || become(entry, { [group.field]: value }, group.from ?? ""),
  }));
  const other = { label: say("Another one…"), run: () => editFact(id, group.field, button).catch(refused) };
  return group.field === "target" ? [...found, other] : found;
}
