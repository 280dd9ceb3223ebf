/* A field to type in, and a list to choose from, as comboboxes are: arrows, Enter, Escape. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { find } from "./names.js";
import { pending } from "./pending.js";
import { made } from "./reference.js";

const PAUSE = 120;

export function Finder({ id, control, text = "", pick, describedby, placeholder = "", isAdding = false, typeLabels = {} }) {
  const [typed, type] = useState(null);
  const [found, know] = useState([]);
  const [answered, remember] = useState(null);
  const [at, go] = useState(-1);
  const [fault, tell] = useState("");
  const timer = useRef(0);
  const state = useRef({ isMaking: false, isHasty: false, pick });
  state.current.pick = pick;
  const input = useRef(null);
  const isOpen = typed !== null;
  /* The name may come late, and what is written over it shall still take its place. */
  useLayoutEffect(() => {
    if (!isOpen && document.activeElement === input.current) input.current.select();
  }, [text]);
  useEffect(() => {
    if (!isOpen) return () => {};
    let isNew = true;
    timer.current = setTimeout(
      async () => {
        const answer = await find(control.to, typed).catch(() => []);
        if (!isNew) return;
        know(answer);
        remember(typed);
        go(answer.length && typed ? 0 : -1);
      },
      typed ? PAUSE : 0,
    );
    return () => {
      isNew = false;
      clearTimeout(timer.current);
    };
  }, [typed]);
  /* What is not there can be made: but not before it is known what is there. */
  const offers = isOpen ? [...found, ...(answered === typed ? besides(control, typed, found, typeLabels) : [])] : [];
  const leave = () => {
    type(null);
    know([]);
    remember(null);
    go(-1);
  };
  const choose = (one) => {
    if (one.makes) {
      pending(make(one));
      return;
    }
    leave();
    pick(one);
  };
  const make = async (one) => {
    if (state.current.isMaking) return;
    state.current.isMaking = true;
    try {
      const given = await made(one.makes, typed.trim());
      leave();
      state.current.pick(given); // which knows what was chosen meanwhile
    } catch (refusal) {
      tell([refusal.message, refusal.hint].filter(Boolean).join(" "));
    } finally {
      state.current.isMaking = false;
    }
  };
  /* Enter before there is an answer takes the first that it brings. */
  useEffect(() => {
    const isHasty = state.current.isHasty && isOpen && answered === typed;
    if (answered === typed) state.current.isHasty = false;
    if (isHasty && found[0]) choose(found[0]);
  }, [answered]);
  const pressed = (event) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (!isOpen) type("");
      else if (offers.length) go((to + offers.length) % offers.length);
    } else if (event.key === "Enter" && isOpen && !event.isComposing && (offers[at] || typed)) {
      event.preventDefault();
      if (answered !== typed) state.current.isHasty = true; // the list is still that of what stood here before
      else if (offers[at]) choose(offers[at]);
      else if (offers.length === 1) choose(offers[0]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      leave();
    }
  };
  const list = `${id}-list`;
  return html`<div class="pme-finder">
    <input
      id=${id}
      ref=${input}
      class="pme-input"
      type="text"
      role="combobox"
      aria-label=${control.label}
      autocomplete="off"
      autofocus
      aria-expanded=${isOpen && offers.length > 0 ? "true" : "false"}
      aria-controls=${list}
      aria-autocomplete="list"
      aria-activedescendant=${offers[at] ? `${list}-${at}` : null}
      aria-describedby=${describedby}
      placeholder=${isAdding ? say("Add…") : placeholder}
      value=${typed ?? text}
      onInput=${(event) => {
        tell("");
        state.current.isHasty = false;
        type(event.currentTarget.value);
      }}
      onClick=${() => !isOpen && type("")}
      onFocus=${(event) => event.currentTarget.select()}
      onKeyDown=${pressed}
      onBlur=${leave}
    />
    <ul id=${list} class="pme-found" role="listbox" aria-label=${control.label} hidden=${!offers.length}>
      ${offers.map(
        (one, nth) => html`<li
          id=${`${list}-${nth}`}
          role="option"
          aria-selected=${nth === at ? "true" : "false"}
          onPointerDown=${(event) => {
            event.preventDefault();
            choose(one);
          }}
        >
          ${one.words ?? one.title} ${!one.makes && one.title !== one.id && html`<span class="pme-hint">${one.id}</span>`}
        </li>`,
      )}
    </ul>
    ${fault && html`<p class="pme-fault" role="alert">${fault}</p>`}
  </div>`;
}

/* What can be made of what was typed: a name of somebody who has no page, or a new item. */
function besides(control, typed, found, typeLabels) {
  const title = typed.trim();
  if (!title || found.some((one) => one.id === title || one.title.toLowerCase() === title.toLowerCase())) return [];
  const free = control.free ? [{ id: title, title, words: say("Just the name “%(title)s”", { title }) }] : [];
  const types = (control.to ?? []).filter((type) => type !== "key_result").slice(0, 3);
  return [
    ...free,
    ...types.map((type) => ({ id: `new ${type}`, title, makes: type, words: say("New: %(type)s “%(title)s”", { type: typeLabels[type] ?? type, title }) })),
  ];
}
