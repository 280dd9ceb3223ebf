/* The editor of the preview: what can be worked on in each page. Nothing of it is in a built site. */
import { session } from "./api.js";
import { board } from "./board.js";
import { countChanges } from "./changes.js";
import { listenForUndo } from "./changing.js";
import { facts } from "./facts.js";
import { faults } from "./faults.js";
import { hubs } from "./hubs.js";
import { items } from "./items.js";
import { begin, eachPage } from "./page.js";
import { scores } from "./scores.js";
import { table } from "./table.js";
import { texts } from "./texts.js";
import { ticks } from "./ticks.js";
import { timeline } from "./timeline.js";
import { refused, toast } from "./toast.js";
import { learn, say } from "./words.js";

/* Each of them gets every page that is shown; one that fails leaves the others alone. */
const PARTS = [board, countChanges, facts, faults, hubs, items, scores, table, texts, ticks, timeline];

async function start() {
  const found = await session();
  learn(found.words);
  if (found.read_only) toast(say("This preview can only be read."), { hint: found.read_only });
  else for (const part of PARTS) eachPage(() => run(part));
  listenForUndo();
  begin();
}

async function run(part) {
  try {
    await part();
  } catch (fault) {
    refused(fault);
  }
}

start().catch(refused);
