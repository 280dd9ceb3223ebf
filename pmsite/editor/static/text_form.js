/* The text of an item in one of its languages, as Markdown, with a preview; what is not saved yet is kept in this window. */
import { post } from "./api.js";
import { Field } from "./controls/field.js";
import { same } from "./controls/values.js";
import { draft } from "./drafts.js";
import { done, inLanguage, look, wish } from "./item.js";
import { pasted } from "./pictures.js";
import { refused } from "./toast.js";
import { html, useEffect, useRef, useState } from "./vendor/htm-preact-3.1.1.js";
import { say } from "./words.js";

const FIRST = { title: "title", summary: "summary" };

export function TextForm({ item, first, close }) {
  const [language, speak] = useState(first);
  const languages = [...new Set(["", ...(item.languages ?? []), ...Object.keys(item.translations ?? {})])];
  return html`<div>
    ${languages.length > 1 &&
    html`<label class="pme-language">
      ${say("Language")}
      <select class="pme-input" onChange=${(event) => speak(event.currentTarget.value)}>
        ${languages.map((one) => html`<option value=${one} selected=${one === language}>${named(one, item)}</option>`)}
      </select>
    </label>`}
    <${OneText} key=${language} item=${inLanguage(item, language)} original=${language ? item : null} close=${close} />
  </div>`;
}

function named(language, item) {
  const words = (code) => new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language" }).of(code);
  if (!language) return item.spoken ? words(item.spoken) : say("As it was written first");
  return item.translations?.[language] ? words(language) : say("%(language)s (not translated yet)", { language: words(language) });
}

function OneText({ item, original, close }) {
  const kept = draft(item.id, "text", item.language ?? "");
  const [found] = useState(kept.read);
  const there = { title: item.written.title ?? "", summary: item.written.summary ?? "", body: plain(item.body) };
  const [said, put] = useState(found?.text ?? there);
  const [was, hadBeen] = useState(found?.was ?? { written: item.written, body: item.body });
  const [html_, preview] = useState(null);
  const [fault, tell] = useState(null);
  const field = useRef(null);
  const state = useRef({ said, isBusy: false, views: 0 });
  const isChanged = Object.keys(there).some((name) => said[name] !== there[name]);
  useEffect(() => {
    if (isChanged) kept.keep(said, was);
    else kept.drop();
  }, [said]);
  const write = (next) => {
    state.current.said = next;
    put(next);
  };
  const set = (name, text) => write({ ...state.current.said, [name]: text });
  const save = async (event) => {
    event?.preventDefault();
    if (state.current.isBusy) return;
    const operations = changes({ ...item, ...was }, said, Boolean(original));
    if (!operations.length) {
      leave();
      return;
    }
    tell(null);
    state.current.isBusy = true;
    try {
      await done(operations, say("%(title)s: text changed", { title: item.title }));
      if (!same(state.current.said, said)) {
        await stay();
        return;
      }
      kept.drop();
      const shown = await post("text", { id: item.id, text: said.body }).catch(() => ({ html: "" }));
      close(original ? "" : shown.html);
    } catch (refusal) {
      tell(refusal.status === 409 ? await conflict(item, hadBeen, write, said) : refusal);
    } finally {
      state.current.isBusy = false;
    }
  };
  /* What was typed while the rest was saved is not saved yet. */
  const stay = async () => {
    const fresh = inLanguage(await look(item.id), item.language);
    hadBeen({ written: fresh.written, body: fresh.body });
    kept.keep(state.current.said, { written: fresh.written, body: fresh.body });
  };
  const leave = () => {
    kept.drop();
    close();
  };
  const pressed = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(event);
    else if (event.key === "Escape" && !isChanged) leave();
  };
  const view = (shown) => {
    state.current.views += 1;
    preview(shown);
  };
  const show = async () => {
    const mine = ++state.current.views;
    try {
      const { html: shown } = await post("text", { id: item.id, text: said.body });
      if (mine === state.current.views) preview(shown); // and not over what is being written again
    } catch (refusal) {
      refused(refusal);
    }
  };
  const receive = (event) => {
    const { length } = said.body;
    let { selectionStart: start, selectionEnd: end } = field.current ?? { selectionStart: length, selectionEnd: length }; // a dialog asks meanwhile, and takes the caret away
    return pasted(event, item.id, (text) => {
      const value = state.current.said.body;
      set("body", value.slice(0, start) + text + value.slice(end));
      start += text.length;
      end = start;
      setTimeout(() => field.current?.setSelectionRange(start, end));
    });
  };
  return html`<form onSubmit=${save} onKeyDown=${pressed}>
    ${found && html`<p class="pme-hint" role="status">${say("This is what you had not saved yet.")}</p>`}
    ${original &&
    Object.keys(FIRST).map(
      (name) => html`<${Field}
        id=${`pme-text-${name}`}
        control=${{ ...item.fields[name], help: original.written[name] ?? "", example: "", required: name === "title" }}
        value=${said[name]}
        set=${(text) => set(name, text)}
      />`,
    )}
    <div class="pme-tabs">
      <button type="button" aria-pressed=${html_ === null ? "true" : "false"} onClick=${() => view(null)}>${say("Write")}</button>
      <button type="button" aria-pressed=${html_ === null ? "false" : "true"} onClick=${show}>${say("Preview")}</button>
      <label class="pme-button">
        ${say("Picture…")}
        <input class="pme-hide" type="file" accept="image/png,image/jpeg,image/gif,image/webp" onChange=${receive} />
      </label>
    </div>
    ${html_ === null
      ? html`<textarea
          id="pme-text-body"
          ref=${field}
          class="pme-input pme-markdown"
          aria-label=${say("Text, as Markdown")}
          placeholder=${original ? plain(original.body) : say("What is it, for whom, and why? Paste or drop pictures here.")}
          value=${said.body}
          onInput=${(event) => {
            state.current.views += 1;
            set("body", event.currentTarget.value);
          }}
          onPaste=${receive}
          onDrop=${receive}
          onDragOver=${(event) => event.preventDefault()}
        ></textarea>`
      : html`<div class="pm-body pme-preview" dangerouslySetInnerHTML=${{ __html: html_ }}></div>`}
    ${fault &&
    html`<div class="pme-fault" role="alert">
      ${fault.message} ${fault.hint && html`<span class="pme-hint">${fault.hint}</span>`}
      ${fault.theirs !== undefined && html`<pre class="pme-theirs">${fault.theirs}</pre>`}
      ${fault.take && html`<button type="button" class="pme-button" onClick=${fault.take}>${say("Take theirs")}</button>`}
    </div>`}
    <p class="pme-ends">
      <button class="pme-button" type="button" onClick=${leave}>${say("Cancel")}</button>
      <button class="pme-button pme-button--first" type="submit">${say("Save")}</button>
    </p>
  </form>`;
}

/* The operations that make what was said of what had been there. */
function changes(item, said, isTranslation) {
  const names = isTranslation ? Object.keys(FIRST) : [];
  const operations = names.map((name) => wish(item, name, said[name])).filter(Boolean);
  if (said.body === plain(item.body)) return operations;
  const lead = item.body ? /^\n*/.exec(item.body)[0] : "\n";
  const text = said.body.trim() ? `${lead}${said.body.replace(/\s+$/, "")}\n` : "";
  const isNew = isTranslation && !item.translations?.[item.language];
  return [...operations, { do: "body", item: item.id, text, ...(item.language && { language: item.language }), ...(!isNew && { was: item.body }) }];
}

function plain(body) {
  return (body ?? "").replace(/^\n+/, "").replace(/\s+$/, "");
}

/* Theirs beside yours: saving again writes over it, knowing that. */
async function conflict(item, hadBeen, write, said) {
  const fresh = inLanguage(await look(item.id), item.language);
  hadBeen({ written: fresh.written, body: fresh.body });
  return {
    message: say("Somebody has changed this meanwhile."),
    hint: say("Below is theirs. Save again to write yours over it."),
    theirs: plain(fresh.body),
    take: () => write({ ...said, title: fresh.written.title ?? "", summary: fresh.written.summary ?? "", body: plain(fresh.body) }),
  };
}
