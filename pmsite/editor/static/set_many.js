/* One fact for many features: chosen once, shown before it is done, or pasted as a column of a spreadsheet. */
import { types } from "./api.js";
import { Field } from "./controls/field.js";
import { choices } from "./controls/choice.js";
import { pending } from "./controls/pending.js";
import { ask } from "./dialog.js";
import { carryOut, look, meant, operationsOf, Review } from "./review.js";
import { inWords } from "./shown.js";
import { html, render } from "./vendor/htm-preact-3.1.1.js";
import { say, sayMany } from "./words.js";

const FIRST = ["status", "team", "release", "target", "horizon", "theme", "owner", "confidence", "supports"];

/* Facts that many features can get at once, those first that most are after. */
async function offered() {
  const { fields } = (await types()).feature;
  const fits = Object.entries(fields).filter(([name, one]) => !one.keys && one.kind !== "group" && name !== "title");
  const place = (name) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return Object.fromEntries(fits.toSorted(([one], [other]) => place(one) - place(other)));
}

function FactChoice({ id, fields, field, choose }) {
  return html`<label for=${id}>${say("Fact")}</label>
    <select id=${id} onChange=${(event) => choose(event.currentTarget.value)}>
      ${Object.entries(fields).map(([name, one]) => html`<option value=${name} selected=${name === field}>${one.label}</option>`)}
    </select>`;
}

/* Asks for a fact and its value, and gives it to features. Promises whether it was done. */
export async function setMany(ids) {
  const fields = await offered();
  const known = {};
  let [field, value, reason, rows, isChosen, asked] = ["status", undefined, "", [], false, 0];
  const wanted = () => (isChosen ? rows.map((row) => Object.assign({}, row, { value })) : []);
  const isDrop = () => field === "status" && choices(fields.status).some((one) => one.value === value && one.stage === "dropped");
  const operations = () => [
    ...operationsOf(field, wanted()),
    ...(isDrop() && reason.trim() ? ids.map((item) => ({ do: "set", item, place: ["reason"], value: reason.trim() })) : []),
  ];
  const title = sayMany("Set a fact of %(num)s feature", "Set a fact of %(num)s features", ids.length);
  const given = await ask({
    title,
    isWide: true,
    confirm: say("Change them"),
    content: (body) => {
      const draw = () => {
        look(operations(), known, draw);
        const control = { ...fields[field], required: false };
        render(
          html`<${FactChoice} id="pme-many-fact" fields=${fields} field=${field} choose=${(next) => pending(choose(next))} />
            <${Field} key=${field} id="pme-many" control=${control} value=${value} set=${set} typeLabels=${{}} />
            ${isDrop() && html`<label for="pme-many-reason">${say("Reason")}</label><textarea id="pme-many-reason" rows="2" onInput=${(event) => tell(event.currentTarget.value)}></textarea>`}
            <${Review} rows=${wanted()} control=${control} verdict=${known.verdict} />`,
          body,
        );
      };
      const set = (next) => {
        [value, isChosen] = [next, true];
        draw();
      };
      const tell = (next) => {
        reason = next;
        draw();
      };
      const choose = async (next) => {
        [field, value, isChosen, rows] = [next, undefined, false, []];
        draw();
        const mine = ++asked;
        const answer = await meant(field, ids.map((name) => ({ name })));
        if (mine !== asked) return;
        rows = answer;
        draw();
      };
      pending(choose(field));
      return () => render(null, body);
    },
    agree: async () => {
      const count = operationsOf(field, wanted()).length;
      const values = { fact: fields[field].label, value: inWords(fields[field], value) };
      await carryOut(operations(), known.verdict, sayMany("%(fact)s of %(num)s feature: %(value)s", "%(fact)s of %(num)s features: %(value)s", count, values));
    },
  });
  return given !== null;
}

/* Cells of a spreadsheet, as it copies them: tabs between columns, quotes around cells with more than one line. */
export function cells(text) {
  const found = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r?\n|$)/gy;
  for (let match = pattern.exec(text); match && pattern.lastIndex <= text.length; match = pattern.exec(text)) {
    found.at(-1).push((match[1]?.replaceAll('""', '"') ?? match[2]).trim());
    if (!match[3]) break;
    if (match[3] !== "\t") found.push([]);
  }
  return found.filter((row) => row.some(Boolean) || row.length > 1);
}

/* Pasted lines as rows { name, value }: two columns name features themselves, one goes to the features that are selected, in their order. */
function asRows(text, selected, fields) {
  const found = cells(text);
  const isNamed = found.some((row) => row.length > 1);
  const field = isNamed ? fieldOf(found[0]?.[1], fields) : null;
  const lines = field ? found.slice(1) : found;
  if (isNamed) return { field, rows: lines.map(([name, value = ""]) => ({ name, value })), more: 0 };
  return { field, rows: lines.slice(0, selected.length).map(([value], at) => ({ name: selected[at], value })), more: Math.max(0, lines.length - selected.length) };
}

/* A column whose head is what a fact is called says which one it is. */
function fieldOf(head, fields) {
  const plain = head?.toLocaleLowerCase();
  return Object.keys(fields).find((name) => name === plain || fields[name].label.toLocaleLowerCase() === plain) ?? null;
}

/* Asks for a column of a spreadsheet. `selected` are the features that are selected, in the order of the table. */
export async function pasteMany(selected, text = "") {
  const fields = await offered();
  const known = {};
  let [field, pasted, rows, more, asked] = ["status", text, [], 0, 0];
  const given = await ask({
    title: say("Paste a column of a spreadsheet"),
    isWide: true,
    confirm: say("Change them"),
    content: (body) => {
      const draw = () => {
        look(operationsOf(field, rows), known, draw);
        render(
          html`<p>${say("Two columns: a feature's id or title, and its value. Or one column of values, for the features that are selected, in the order of the table.")}</p>
            <label for="pme-paste">${say("Cells")}</label>
            <textarea id="pme-paste" rows="4" autofocus onInput=${(event) => soon(event.currentTarget.value)}>${text}</textarea>
            <${FactChoice} id="pme-paste-fact" fields=${fields} field=${field} choose=${choose} />
            ${more > 0 && html`<p class="pme-fault">${sayMany("%(num)s value has no feature: select as many as there are values.", "%(num)s values have no feature: select as many as there are values.", more)}</p>`}
            <${Review} rows=${rows} control=${fields[field]} verdict=${known.verdict} />`,
          body,
        );
      };
      const read = async (next, isChosen = false, pause = 0) => {
        pasted = next;
        const mine = ++asked;
        if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
        if (mine !== asked) return;
        const found = asRows(next, selected, fields);
        if (found.field && !isChosen) field = found.field;
        [more, rows] = [found.more, []];
        const answer = found.rows.length ? await meant(field, found.rows) : [];
        if (mine !== asked) return;
        rows = answer;
        draw();
      };
      const soon = (next) => pending(read(next, false, 120));
      const choose = (next) => {
        [field, rows] = [next, []];
        draw();
        pending(read(pasted, true));
      };
      draw();
      pending(read(text));
      return () => render(null, body);
    },
    agree: async () => {
      const operations = operationsOf(field, rows);
      const values = { fact: fields[field].label };
      await carryOut(operations, known.verdict, sayMany("%(fact)s of %(num)s feature, pasted", "%(fact)s of %(num)s features, pasted", operations.length, values));
    },
  });
  return given !== null;
}
