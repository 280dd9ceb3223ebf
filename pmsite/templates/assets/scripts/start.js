/* What each page gets. The theme may load pages by itself, so this can happen many times in one window. */
import { Changes } from "./changes.js";
import { FeatureList } from "./list.js";
import { followOldAddress, nameSearch } from "./page.js";
import { FeatureTable } from "./table.js";
import { WhatIf } from "./what_if.js";

let current = null;

function start() {
  nameSearch();
  followOldAddress();
  const part = document.querySelector("form[data-pm-changes], [data-pm-table], [data-pm-list]");
  if (part && part === current?.part) return;
  current = part && made(part);
}

function made(part) {
  if (part.matches("form")) return new Changes(part);
  if ("pmList" in part.dataset) return new FeatureList(part);
  const table = new FeatureTable(part);
  const button = table.root.querySelector("[data-pm-what-if]");
  if (button) new WhatIf(table, button);
  return table;
}

addEventListener("popstate", () => current?.part.isConnected && current.restore());
if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();
