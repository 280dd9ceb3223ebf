/* Pictures that are pasted, dropped or chosen: stored beside the item, with words for those who do not see them. */
import { send } from "./api.js";
import { inWords, undo } from "./changing.js";
import { ask } from "./dialog.js";
import { make } from "./dom.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

/* What an event brings: its pictures are stored one after the other, and `insert` gets the Markdown of each. */
export async function pasted(event, id, insert) {
  const given = event.clipboardData?.files ?? event.dataTransfer?.files ?? event.currentTarget.files ?? [];
  const pictures = [...given].filter((file) => file.type.startsWith("image/"));
  if (!pictures.length) return;
  event.preventDefault();
  const field = event.currentTarget;
  await each(pictures, id, insert);
  if (field.type === "file") field.value = "";
}

/* One question after the other. */
async function each([first, ...others], id, insert) {
  const markdown = await stored(first, id);
  if (markdown) insert(markdown);
  if (others.length) await each(others, id, insert);
}

async function stored(file, id) {
  const address = URL.createObjectURL(file);
  let markdown = "";
  await ask({
    title: say("A picture for the text"),
    confirm: say("Put it in"),
    content: make(
      "div",
      {},
      make("img", { src: address, alt: "", class: "pme-thumb" }),
      make("label", {}, say("What does it show?"), make("input", { name: "alt", required: true, autofocus: true, autocomplete: "off", maxlength: 300 })),
      make("span", { class: "pme-hint" }, say("For readers who do not see it, and where it does not load.")),
    ),
    agree: async (data) => {
      try {
        const query = new URLSearchParams({ item: id, name: file.name || "image.png" });
        const answer = await send(`picture?${query}`, file, file.type);
        const alt = String(data.get("alt")).trim().replace(/[[\]\\]/g, "\\$&");
        markdown = `![${alt}](${encodeURI(answer.name)})`;
        toast(say("The picture is stored as %(name)s.", { name: answer.name }), { undo: () => undo(null, answer.change) });
      } catch (fault) {
        throw Object.assign(fault, inWords(fault));
      }
    },
  });
  URL.revokeObjectURL(address);
  return markdown;
}
