/* The theme leaves its search without the name that a screen reader says; it has one in the field. */
export function nameSearch() {
  const search = document.querySelector("[data-md-component=search][role=dialog]:not([aria-label])");
  const field = search?.querySelector("[data-md-component=search-query]");
  if (field) search.setAttribute("aria-label", field.getAttribute("aria-label"));
}

/* An id of content begins with at-; addresses that were shared before that lead there as well. */
export function followOldAddress() {
  if (!location.hash || document.querySelector(":target")) return;
  const wanted = `#at-${location.hash.slice(1)}`;
  const parts = [...document.querySelectorAll("[id^=at-]")];
  parts.find((part) => new URL(`#${part.id}`, location).hash === wanted)?.scrollIntoView();
}
