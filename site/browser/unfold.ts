/** Opens what is folded where the address names it, or something inside; not all browsers do so by themselves. */

function unfold(): void {
  let folded = document.getElementById(location.hash.slice(1))?.closest('details');
  for (; folded; folded = folded.parentElement?.closest('details')) folded.open = true;
}

window.addEventListener('hashchange', unfold);
unfold();
