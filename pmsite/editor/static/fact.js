/* One fact, changed where it stands: Enter saves, leaving it saves what was changed, Escape leaves it as it was. */
import { ask } from "./dialog.js";
import { isShort } from "./controls/control.js";
import { Field } from "./controls/field.js";
import { settled } from "./controls/pending.js";
import { listed, same } from "./controls/values.js";
import { done, inLanguage, look, wish } from "./item.js";
import { holding } from "./page.js";
import { openAt } from "./popover.js";
import { inWords } from "./shown.js";
import { refused } from "./toast.js";
import { html, render, useEffect, useRef, useState } from "./vendor/htm-preact-3.1.1.js";
import { say } from "./words.js";

/* Opens the control of a field at a place. `spot` shows the new value at once, until the page does; in a `language` it is that of a translation. */
export function editFact(id, name, anchor, spot = null, language = "") {
  return holding(async () => {
    const item = inLanguage(await look(id), language);
    const control = item.fields[name];
    if (!control) return;
    if (isShort(control)) short(item, name, control, anchor, spot);
    else await long(item, name, control);
  });
}

function short(item, name, control, anchor, spot) {
  let leaving = () => {};
  openAt(
    anchor,
    say("Change %(what)s", { what: control.label }),
    (close) => html`<${Form}
      item=${item}
      name=${name}
      control=${control}
      close=${close}
      shown=${(value) => spot && show(spot, control, value)}
      whenLeft=${(run) => {
        leaving = run;
      }}
    />`,
    (back) => leaving(back),
  );
}

/* Gives how to put back what stood there. */
function show(spot, control, value) {
  const before = [...spot.childNodes];
  spot.classList.add("pme-pending");
  spot.replaceChildren(inWords(control, value));
  return () => {
    spot.classList.remove("pme-pending");
    spot.replaceChildren(...before);
  };
}

function Form({ item, name, control, close, shown, whenLeft }) {
  const [value, put] = useState(item.written[name]);
  const [fault, tell] = useState(null);
  const state = useRef({ isBusy: false, value, written: item.written });
  useEffect(
    () => () => {
      state.current.isGone = true; // what is refused from here on is told elsewhere
    },
    [],
  );
  const set = (next) => {
    state.current.value = next;
    put(next);
  };
  const save = async (was = item.written[name] ?? null, back = true) => {
    if (state.current.isBusy) return;
    state.current.isBusy = true;
    await settled();
    const { value: wanted, written } = state.current;
    const operation = wish({ ...item, written }, name, wanted, was);
    if (!operation) {
      state.current.isBusy = false;
      close(back);
      return;
    }
    const undone = shown(wanted);
    try {
      await done([operation], said(item, control, wanted), { back: undone });
      state.current.written = { ...written, [name]: wanted };
      state.current.isBusy = false;
      if (same(state.current.value, wanted) || state.current.isGone) close(back);
      else await save(wanted ?? null, back); // it was changed again meanwhile
    } catch (refusal) {
      undone?.();
      if (state.current.isGone) refused(refusal);
      tell(refusal.status === 409 ? { ...(await theirs(item, name, control, state.current.value, refusal)), write: save } : refusal);
    } finally {
      state.current.isBusy = false;
    }
  };
  whenLeft((back = false) => (fault ? close(back) : save(undefined, back)));
  const pick = (next) => {
    set(next);
    save();
  };
  return html`<form
    class="pme-fact"
    onSubmit=${(event) => {
      event.preventDefault();
      save();
    }}
  >
    <${Field} id="pme-fact" control=${control} value=${value} set=${set} done=${pick} typeLabels=${item.typeLabels} />
    <${Derived} item=${item} name=${name} control=${control} />
    ${fault && html`<${Fault} fault=${fault} close=${close} />`}
    <p class="pme-ends">
      <button class="pme-button" type="button" onClick=${() => close()}>${say("Cancel")}</button>
      <button class="pme-button pme-button--first" type="submit">${say("Save")}</button>
    </p>
  </form>`;
}

/* What follows from other facts is no fact of its own until somebody writes it. */
function Derived({ item, name, control }) {
  if (item.written[name] !== undefined || item.derived?.[name] === undefined) return null;
  const value = inWords(control, item.derived[name]);
  return html`<p class="pme-hint">${say("Now %(value)s, which follows from other facts. What you choose here takes its place.", { value })}</p>`;
}

function Fault({ fault, close }) {
  return html`<div class="pme-fault" role="alert">
    ${fault.message} ${fault.hint && html`<span class="pme-hint">${fault.hint}</span>`}
    ${fault.write &&
    html`<dl class="pme-both">
        <div><dt>${say("Theirs")}</dt><dd>${fault.theirs}</dd></div>
        <div><dt>${say("Yours")}</dt><dd>${fault.yours}</dd></div>
      </dl>
      <p class="pme-ends">
        <button class="pme-button" type="button" onClick=${() => close()}>${say("Keep theirs")}</button>
        <button class="pme-button pme-button--danger" type="button" onClick=${() => fault.write(fault.was)}>${say("Write mine")}</button>
      </p>`}
  </div>`;
}

async function theirs(item, name, control, value, refusal) {
  const fresh = inLanguage(await look(item.id), item.language);
  const was = fresh.written[name];
  return { message: say("Somebody has changed this meanwhile."), hint: refusal.hint, was: was ?? null, theirs: inWords(control, was), yours: inWords(control, value) };
}

function said(item, control, value) {
  const isGone = value === undefined || value === "" || (Array.isArray(value) && !value.length);
  if (isGone) return say("%(title)s: %(fact)s taken out", { title: item.title, fact: control.label });
  return say("%(title)s: %(fact)s is %(value)s", { title: item.title, fact: control.label, value: brief(inWords(control, value)) });
}

function brief(text) {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/* A group, or a list of them, in a window of its own. */
async function long(item, name, control) {
  let value = item.written[name];
  let was = value ?? null;
  await ask({
    title: `${control.label} · ${item.title}`,
    isWide: true,
    content: (body) => {
      const draw = () => {
        const set = (next) => {
          value = next;
          draw();
        };
        render(html`<${Field} id="pme-long" isBare control=${control} value=${value} set=${set} typeLabels=${item.typeLabels} />`, body);
      };
      draw();
      return () => render(null, body);
    },
    agree: async () => {
      const operation = wish(item, name, value, was);
      if (!operation) return;
      try {
        await done([operation], saidOfMany(item, control, value));
      } catch (refusal) {
        if (refusal.status !== 409) throw refusal;
        was = (await look(item.id)).written[name] ?? null;
        const hint = say("Theirs: %(theirs)s. Save again to write yours over it.", { theirs: brief(inWords(control, was ?? undefined)) });
        throw Object.assign(refusal, { message: say("Somebody has changed this meanwhile."), hint });
      }
    },
  });
}

function saidOfMany(item, control, value) {
  return listed(value).length ? say("%(title)s: %(fact)s changed", { title: item.title, fact: control.label }) : said(item, control, "");
}
