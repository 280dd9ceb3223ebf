/* What a change would do to other items, in words, or why it would not be done. */
import { html } from "./vendor/htm-preact-3.1.1.js";
import { number, say, sayMany } from "./words.js";

const MOST = 30;

/* What deleting an item takes from others, and where it is still named. */
export function Farewell({ verdict, item }) {
  return html`<${Effect} verdict=${verdict}>
    <${Others} items=${others(verdict, item)} heading=${(num) => sayMany("What %(num)s other item says of it goes, too:", "What %(num)s other items say of it goes, too:", num)} said=${lost} />
    <${Others} items=${besides(verdict, item)} said=${({ part }) => [part]} />
  <//>`;
}

/* Where an item gets its new name. */
export function NewName({ verdict, item, id }) {
  const names = { old: item.id, new: id };
  const heading = (num) => sayMany("%(old)s becomes %(new)s in %(num)s other item:", "%(old)s becomes %(new)s in %(num)s other items:", num, names);
  const found = others(verdict, item);
  return html`<${Effect} verdict=${verdict}>
    ${found.length ? html`<${Others} items=${found} heading=${heading} said=${(one) => one.facts.map(({ label }) => label)} />` : html`<p>${say("No other item names it.")}</p>`}
  <//>`;
}

function Effect({ verdict, children }) {
  const fault = verdict.faults?.[0];
  if (fault) return html`<p class="pme-fault">${fault.message} <span class="pme-hint">${fault.hint}</span></p>`;
  const named = verdict.told.filter(({ code }) => code === "still-mentioned");
  const found = verdict.told.filter(({ code }) => code !== "still-mentioned");
  return html`<div class="pme-effect">
    ${children}
    <${Others} items=${distinct(named)} heading=${() => say("It is still named there, in words that stay as they are:")} said=${() => []} />
    <${Others} items=${found} heading=${() => say("Then the check says:")} said=${(one) => [one.message]} />
  </div>`;
}

function Others({ items, heading = () => "", said }) {
  if (!items.length) return null;
  const words = heading(items.length);
  return html`${words && html`<p>${words}</p>`}
    <ul>
      ${items.slice(0, MOST).map((one) => html`<li>${one.title && html`<b>${one.title}</b>`} <span>${[one.label, said(one).join(say(", "))].filter(Boolean).join(" · ")}</span></li>`)}
      ${items.length > MOST && html`<li>${say("and %(num)s more", { num: number(items.length - MOST) })}</li>`}
    </ul>`;
}

function lost({ facts }) {
  return facts.map(({ label, how }) => (how === "gone" ? say("%(fact)s goes", { fact: label }) : say("%(fact)s no longer names it", { fact: label })));
}

/* The items that are not the one itself, each once with all of its facts, in whichever language they are said. */
function others(verdict, item) {
  return distinct(verdict.files.filter((file) => file.item !== item.id));
}

/* What belongs to the item itself and is in files of its own. */
function besides(verdict, item) {
  const own = verdict.files.filter((file) => file.item === item.id && file.how === "removed");
  return own.map((file) => ({ part: belonging(file) })).filter(({ part }) => part);
}

function belonging({ language, path }) {
  if (language) return say("Its translation goes, too: %(language)s", { language: new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language" }).of(language) });
  return path.endsWith(".csv") ? say("Its values go, too.") : "";
}

function distinct(files) {
  const found = new Map();
  for (const file of files) {
    const key = file.item || file.path;
    const known = found.get(key) ?? { ...file, facts: [] };
    found.set(key, { ...known, facts: [...known.facts, ...(file.facts ?? []).filter(({ label }) => !known.facts.some((one) => one.label === label))] });
  }
  return [...found.values()];
}
