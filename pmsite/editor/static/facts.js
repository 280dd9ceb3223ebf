/* The facts on the page of an item: each can be changed where it stands, and those it lacks can be added. */
import { types } from "./api.js";
import { button, make } from "./dom.js";
import { ask } from "./dialog.js";
import { editFact } from "./fact.js";
import { look } from "./item.js";
import { openMenu } from "./menu.js";
import { here, holding } from "./page.js";
import { refused } from "./toast.js";
import { say } from "./words.js";

/* Which fields sections tell that are called otherwise. */
const SECTIONS = {
  go: ["go_no_go"],
  results: ["key_results"],
  cause: ["whys", "root_cause", "causes"],
  score: ["score", "ice", "wsjf", "opportunity", "kano"],
  result: ["result", "variants", "decision"],
  design: ["hypothesis", "variants", "starts", "ends", "metric", "guardrails"],
  why: ["supports", "parent", "addresses", "features"],
};
const NOT_HERE = ["title", "summary", "imported", "id", "type"];

export async function facts() {
  const place = await here();
  const article = document.querySelector("article.pm-item");
  if (!place || !article) return;
  const fields = (await types())[place.type]?.fields ?? {};
  const found = [...spots(article, fields)];
  const shown = new Set(found.flatMap(({ names }) => names));
  for (const { node, names, where } of found) offer(node, where, names, fields, place.id);
  const add = button(`+ ${say("Add a fact")}`, () => holding(() => choose(place.id, add, shown)).catch(refused), { class: "pme pme-button pme-add" });
  const rail = article.querySelector(".pm-rail") ?? article.querySelector(".pm-item__story") ?? article;
  (rail.querySelector(":scope > .pm-dl") ?? rail.firstElementChild ?? rail).after(add);
  markDerived(found, await look(place.id));
}

/* What nobody wrote down follows from other facts, and looks so. */
function markDerived(found, { written }) {
  for (const { names, where } of found) {
    if (!where || names.some((name) => written[name] !== undefined)) continue;
    where.classList.add("pme-derived");
    where.title = say("This follows from other facts.");
  }
}

/* The places of a page that tell a field: { node, names, where the value stands }. */
function* spots(article, fields) {
  const known = (names) => names.filter((name) => name in fields && !NOT_HERE.includes(name));
  for (const node of article.querySelectorAll("[data-field]")) {
    const names = known(node.dataset.field.split(" "));
    if (names.length) yield { node, names, where: node.querySelector("dd") };
  }
  for (const node of article.querySelectorAll("[aria-labelledby^='pm-']:is(section, nav)")) {
    const name = node.getAttribute("aria-labelledby").slice(3);
    const names = known(SECTIONS[name] ?? [name]);
    if (names.length) yield { node: node.querySelector("h2") ?? node, names: name === "why" ? names.slice(0, 1) : names, where: null };
  }
}

function offer(node, where, names, fields, id) {
  const holder = node.querySelector(":scope > dt") ?? node;
  if (holder.querySelector(":scope > .pme-edit")) return;
  const words = names.map((name) => fields[name].label).join(say(", "));
  const open = () => {
    if (names.length === 1) return editFact(id, names[0], node, where).catch(refused);
    return openMenu(edit, names.map((name) => ({ label: fields[name].label, note: fields[name].help, run: () => editFact(id, name, node, null).catch(refused) })), words);
  };
  const edit = button("", open, { class: "pme pme-edit", "aria-label": say("Change %(what)s", { what: words }), title: say("Change %(what)s", { what: words }) });
  node.classList.add("pme-spot");
  holder.append(edit);
  where?.addEventListener("click", (event) => {
    if (!event.target.closest("a, button, summary, .pme") && getSelection().isCollapsed) open();
  });
}

/* The facts that an item lacks, and those that its page does not show, most used first. */
async function choose(id, anchor, shown) {
  const item = await look(id);
  const names = Object.keys(item.fields).filter((name) => !NOT_HERE.includes(name));
  const unseen = names.filter((name) => item.written[name] !== undefined && !shown.has(name));
  const missing = names.filter((name) => item.written[name] === undefined);
  const used = (name) => item.used[name] ?? 0;
  missing.sort((one, other) => used(other) - used(one));
  let picked = "";
  await ask({
    title: say("Add a fact"),
    confirm: null,
    content: (body, form) => {
      const list = make("div", { class: "pme-offers" });
      const one = (name) =>
        button(
          [make("b", {}, item.fields[name].label), make("span", { class: "pme-hint" }, item.fields[name].help ?? "")],
          () => {
            picked = name;
            form.closest("dialog").close();
          },
          { class: "pme-offer", "data-words": `${name} ${item.fields[name].label} ${item.fields[name].help ?? ""}`.toLowerCase() },
        );
      if (unseen.length) list.append(make("h3", {}, say("Written, and not on this page")), ...unseen.map(one), make("h3", {}, say("Not written yet")));
      list.append(...missing.map(one));
      const sift = ({ currentTarget }) => {
        const wanted = currentTarget.value.trim().toLowerCase();
        for (const offered of list.querySelectorAll("button")) offered.hidden = !offered.dataset.words.includes(wanted);
      };
      const first = (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        list.querySelector("button:not([hidden])")?.click();
      };
      body.append(make("input", { type: "search", "aria-label": say("Find a fact"), placeholder: say("Find a fact"), oninput: sift, onkeydown: first }), list);
    },
  });
  if (picked) await editFact(id, picked, anchor, null);
}
