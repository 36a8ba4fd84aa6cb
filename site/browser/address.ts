/** Keeps what is shown in the address. Browsers allow a few changes a second, and a selection makes more. */

const pause = 350;
let waiting: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Replaces the hash of the address, soon. */
export function writeAddress(hash: string): void {
  waiting = hash;
  timer ??= setTimeout(settle, pause);
}

/** Makes `hash` a new entry of the history, as following a link does. */
export function pushAddress(hash: string): void {
  settle();
  history.pushState(null, '', hash);
}

/** Writes what waits. */
function settle(): void {
  clearTimeout(timer);
  timer = undefined;
  if (waiting !== null) history.replaceState(null, '', waiting);
  waiting = null;
}

addEventListener('pagehide', settle);

/**
 * Links within the page, as `#neuron=45&text=observed`: they may keep what else is shown, as a new address would not.
 * @param follow hears a plain click on such a link, by pointer or key; it says whether it followed.
 */
export function onHashLink(follow: (hash: string, link: Element) => boolean): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (link && follow(link.getAttribute('href') ?? '', link)) event.preventDefault();
  });
}
