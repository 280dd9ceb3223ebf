/* One item, found by typing a part of its title or id; what is not there yet can be made. */
import { post } from "../api.js";
import { toast } from "../toast.js";
import { undo } from "../changing.js";
import { html, useEffect, useRef, useState } from "../vendor/htm-preact-3.1.1.js";
import { say } from "../words.js";
import { Finder } from "./finder.js";
import { learnName, named } from "./names.js";
import { example } from "./example.js";

export function Reference({ id, control, value = "", set, done, describedby, typeLabels }) {
  const [shown, show] = useState(null);
  const box = useRef(null);
  useEffect(() => {
    let isNew = true;
    if (value) named([value], control.to).then(([found]) => isNew && show(found));
    else show(null);
    return () => {
      isNew = false;
    };
  }, [value]);
  const pick = (found) => {
    set(found.id);
    show(found);
    done?.(found.id);
  };
  const text = value ? (shown?.id === value ? shown.title : value) : "";
  return html`<div class="pme-reference" ref=${box}>
    <${Finder} id=${id} control=${control} text=${text} pick=${pick} describedby=${describedby} placeholder=${example(control)} typeLabels=${typeLabels} />
    ${value &&
    !control.required &&
    html`<button type="button" class="pme-button pme-button--quiet" onClick=${() => set("")}>${say("Take out")}</button>`}
  </div>`;
}

/* Makes an item of a type with nothing but a title; promises it. */
export async function made(type, title) {
  const answer = await post("apply", { operations: [{ do: "create", item: "", type, facts: { title } }], title: `new ${type} ${title}` });
  const path = answer.files[0].path;
  const found = { id: answer.made?.[0] ?? path.split("/").at(-1).replace(/\.md$/, ""), title, type };
  learnName(found);
  toast(say("%(title)s is new.", { title }), { undo: () => undo(null, answer.change) });
  return found;
}
