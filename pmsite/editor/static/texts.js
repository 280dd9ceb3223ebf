/* Title, summary and text of an item's page, in each of its languages. */
import { session } from "./api.js";
import { button, make } from "./dom.js";
import { drafts } from "./drafts.js";
import { editFact } from "./fact.js";
import { look } from "./item.js";
import { here, hold, holding } from "./page.js";
import { TextForm } from "./text_form.js";
import { refused } from "./toast.js";
import { html, render } from "./vendor/htm-preact-3.1.1.js";
import { say } from "./words.js";

export async function texts() {
  const place = await here();
  const article = document.querySelector("article.pm-item");
  if (!place || !article) return;
  const { language } = await session();
  const shownIn = async () => {
    const { translations } = await look(place.id);
    return translations?.[language] ? language : "";
  };
  const title = article.querySelector("h1");
  const summary = article.querySelector("h1 + .pm-lead");
  const body = article.querySelector(".pm-item__story > .pm-body");
  const field = (name, node) => async () => editFact(place.id, name, node, null, await shownIn());
  offer(title, say("title"), field("title", title));
  if (summary) offer(summary, say("summary"), field("summary", summary));
  if (body) offer(body, say("text"), async () => editText(place.id, await shownIn()));
  const left = drafts().find(([id, kind]) => id === place.id && kind === "text");
  if (left) editText(place.id, left[2]).catch(refused);
}

function offer(node, what, run) {
  if (!node || node.querySelector(":scope > .pme-edit")) return;
  const words = say("Change %(what)s", { what });
  node.classList.add("pme-spot");
  node.append(button("", () => run().catch(refused), { class: "pme pme-edit", "aria-label": words, title: words }));
}

/* Opens the text of an item where it stands; nothing where it is open already. */
export function editText(id, language = "") {
  return holding(async () => {
    const article = document.querySelector("article.pm-item");
    const item = article && (await look(id));
    if (item && !article.querySelector(".pme-text")) openText(article, item, language);
  });
}

function openText(article, item, language) {
  const story = article.querySelector(".pm-item__story") ?? article;
  const body = story.querySelector(":scope > .pm-body");
  const box = make("div", { class: "pme pme-text" });
  if (body) body.before(box);
  else story.prepend(box);
  if (body) body.hidden = true;
  const release = hold();
  const close = (preview = "") => {
    render(null, box);
    box.remove();
    if (body) {
      if (preview) body.innerHTML = preview;
      body.hidden = false;
      body.querySelector(":scope > .pme-edit")?.focus({ preventScroll: true });
    }
    release();
  };
  render(html`<${TextForm} item=${item} first=${language} close=${close} />`, box);
  box.scrollIntoView({ block: "nearest" });
  const field = box.querySelector(".pme-markdown");
  field?.focus({ preventScroll: true });
  field?.setSelectionRange(field.value.length, field.value.length);
}
