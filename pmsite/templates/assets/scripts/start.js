/* What each page gets. The theme may load pages by itself, so this can happen many times in one window. */
import { Changes } from "./changes.js";
import { followOldAddress, nameSearch } from "./page.js";
import { FeatureTable } from "./table.js";
import { WhatIf } from "./what_if.js";

let current = null;

function start() {
  nameSearch();
  followOldAddress();
  const changes = document.querySelector("form[data-pm-changes]");
  if (changes?.hidden) new Changes(changes);
  const table = document.querySelector("[data-pm-table]");
  if (table && table === current?.table) return;
  current = table ? new FeatureTable(table) : null;
  const button = current?.root.querySelector("[data-pm-what-if]");
  if (button) new WhatIf(current, button);
}

addEventListener("popstate", () => current?.table.isConnected && current.restore());
if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();
