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
