/**
 * Reads out one token of a highlighted text: the one under the pointer, or the one that the arrow keys have reached
 * while the text has the focus (one tab stop for the whole text, not four hundred).
 */

export interface Cursor {
  /** Says the current token again, after its value has changed. */
  refresh(): void;
}

/** `describe` puts token `position` into words; `readout` shows them, and speaks them when the keys moved. `tokens` may change. */
export function addCursor(
  text: HTMLElement,
  tokens: readonly HTMLElement[],
  readout: HTMLElement,
  describe: (position: number) => string,
): Cursor {
  let at: number | null = null;

  function go(position: number | null, spoken: boolean): void {
    if (at !== null) tokens[at]?.classList.remove('at');
    at = position;
    if (at === null) return;
    tokens[at]?.classList.add('at');
    readout.setAttribute('aria-live', spoken ? 'polite' : 'off');
    readout.textContent = describe(at);
  }

  text.tabIndex = 0;
  text.setAttribute('role', 'group');
  text.setAttribute('aria-label', 'Text; the left and right arrow keys read its tokens one by one');
  text.addEventListener('pointerover', (event) => {
    const token = event.target instanceof Element ? event.target.closest('bdi') : null;
    const position = token ? tokens.indexOf(token) : -1;
    if (position !== -1) go(position, false);
  });
  text.addEventListener('keydown', (event) => {
    const last = tokens.length - 1;
    const forward = text.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = text.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const moves: Record<string, number> = {
      [forward]: at === null ? 0 : Math.min(last, at + 1),
      [back]: at === null ? 0 : Math.max(0, at - 1),
      Home: 0,
      End: last,
    };
    const target = moves[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(target, true);
    tokens[target]?.scrollIntoView({ block: 'nearest' });
  });
  text.addEventListener('blur', () => go(null, false));
  return {
    refresh: () => {
      if (at !== null && tokens[at]) readout.textContent = describe(at);
    },
  };
}
