/* Boxes on pages that can be ticked: acceptance, steps, tasks, actions. */
import { make } from "./dom.js";
import { isYes } from "./controls/tick.js";
import { isGroup } from "./controls/values.js";
import { done, look } from "./item.js";
import { here } from "./page.js";
import { refused } from "./toast.js";
import { say } from "./words.js";

export async function ticks() {
  const place = await here();
  const article = document.querySelector("article.pm-item");
  if (!place || !article) return;
  for (const line of article.querySelectorAll(".pm-check")) {
    const words = line.firstChild?.nodeType === Node.TEXT_NODE ? line.firstChild.textContent.trim() : "";
    offer(line, words, line.classList.contains("pm-check--done"), place.id);
  }
  for (const row of article.querySelectorAll("section[aria-labelledby=pm-actions] tbody tr")) {
    offer(row.cells[row.cells.length - 1], row.cells[0].textContent.trim(), row.querySelector(".pm-state--done") !== null, place.id);
  }
}

let before = Promise.resolve();

/* One after the other: the second looks at what the first has written. */
function inTurn(run) {
  const mine = before.then(run);
  before = mine.catch(() => {});
  return mine;
}

function offer(node, words, isDone, id) {
  if (!words || node.querySelector(".pme-box")) return;
  const tick = async () => {
    const wanted = box.checked;
    node.classList.toggle("pm-check--done", wanted);
    try {
      await inTurn(() => turn(id, words, wanted));
    } catch (fault) {
      box.checked = !wanted;
      node.classList.toggle("pm-check--done", !wanted);
      refused(fault);
    }
  };
  const box = make("input", { type: "checkbox", class: "pme pme-box", "aria-label": words, checked: isDone, onchange: tick });
  node.classList.add("pme-tickable");
  node.prepend(box);
}

/* Finds the entry by its words in the file as it is now; two windows that tick at once do not get in each other's way. */
async function turn(id, words, wanted, isSecond = false) {
  const item = await look(id);
  const found = [...entries(item.written)].find(({ text, isDone }) => text === words && isDone !== wanted);
  if (!found) return;
  const value = isGroup(found.entry) ? String(wanted) : { text: words, done: String(wanted) };
  const place = isGroup(found.entry) ? [...found.place, "done"] : found.place;
  const said = wanted ? say("Done: %(what)s", { what: words }) : say("Not done: %(what)s", { what: words });
  try {
    await done([{ do: "set", item: id, place, value }], said, { seen: { [item.path]: item.hash } });
  } catch (fault) {
    if (fault.status !== 409 || isSecond) throw fault;
    await turn(id, words, wanted, true);
  }
}

/* Every entry of a list that has words, and where it stands. */
function* entries(value, place = []) {
  if (Array.isArray(value)) {
    for (const [at, entry] of value.entries()) {
      const text = isGroup(entry) ? entry.text : entry;
      if (typeof text === "string") yield { text: text.trim(), entry, place: [...place, at], isDone: isGroup(entry) && isYes(entry.done) };
      if (isGroup(entry)) yield* entries(entry, [...place, at]);
    }
  } else if (isGroup(value)) for (const [name, inner] of Object.entries(value)) yield* entries(inner, [...place, name]);
}
