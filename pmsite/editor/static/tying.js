/* Feedback that was there before is tied to the feature that answers it. */
import { titleOf } from "./controls/names.js";
import { fill } from "./form.js";
import { done } from "./item.js";
import { say } from "./words.js";

export async function tie(item) {
  await fill({
    title: say("Feedback for “%(title)s”", { title: item.title }),
    confirm: say("Tie"),
    controls: { feedback: { kind: "reference", label: item.typeLabels.feedback, to: ["feedback"], required: true } },
    typeLabels: item.typeLabels,
    agree: ({ feedback }) => {
      if (!feedback) throw new Error(say("Choose a piece of feedback first."));
      const said = say("%(feedback)s is tied to %(feature)s", { feedback: titleOf(feedback), feature: item.title });
      return done([{ do: "add", item: feedback, place: ["features"], value: item.id }], said);
    },
  });
}
