/* The address says what a page is filtered by, so that a link shows the same. */
export function putQuery(query) {
  const text = query.toString();
  history.replaceState(history.state, "", location.pathname + (text && `?${text}`) + location.hash);
}

/* Lets the form's button copy the address, where the browser lets pages do so. */
export function offerLink(form, say) {
  const button = form.querySelector("[data-copy]");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    say(button.dataset.done);
  });
}
