/**
 * Reads out one token of a highlighted text: the one under the pointer, or the one that the arrow keys have reached
 * while the text has the focus (one tab stop for the whole text, not four hundred). With shift they select.
 */

export interface Cursor {
  /** Says the current token again, after its value has changed. */
  refresh(): void;
  /** Makes a token the one that stays current when pointer and focus are elsewhere; null: none. */
  keep(position: number | null): void;
}

export interface CursorOptions {
  /** Shows, and speaks when the keys moved, what `describe` says of a token. */
  readout: HTMLElement;
  describe(position: number): string;
  /** The current token has changed, or is said again; null: none. */
  onVisit?(position: number | null): void;
  /** The reader pressed a token, or reached it by key. */
  onKeep?(position: number): void;
  /** The reader stretched a selection by keys, both ends included; null: Escape undid it. */
  onStretch?(stretch: [number, number] | null): void;
}

/** @param tokens those of the text; they may change. */
export function addCursor(
  text: HTMLElement,
  tokens: readonly HTMLElement[],
  { readout, describe, onVisit, onKeep, onStretch }: CursorOptions,
): Cursor {
  let at: number | null = null;
  let kept: number | null = null;
  /** Where a selection by keys began. */
  let anchor: number | null = null;

  function go(position: number | null, spoken: boolean): void {
    if (at !== null) tokens[at]?.classList.remove('at');
    at = position;
    onVisit?.(at);
    if (at === null) return;
    tokens[at]?.classList.add('at');
    readout.setAttribute('aria-live', spoken ? 'polite' : 'off');
    readout.textContent = describe(at);
  }

  const positionOf = (event: Event): number => {
    const token = event.target instanceof Element ? event.target.closest('bdi') : null;
    return token ? tokens.indexOf(token) : -1;
  };

  text.tabIndex = 0;
  text.setAttribute('role', 'group');
  text.setAttribute(
    'aria-label',
    `Text; the left and right arrow keys read its tokens one by one${onStretch ? ', with shift they select' : ''}`,
  );
  text.addEventListener('pointerover', (event) => {
    const position = positionOf(event);
    if (position !== -1) go(position, false);
  });
  text.addEventListener('pointerleave', () => {
    if (kept !== null) go(kept, false);
  });
  if (onKeep) {
    text.addEventListener('click', (event) => {
      const position = positionOf(event);
      if (position !== -1 && getSelection()?.isCollapsed !== false) onKeep(position);
    });
  }
  text.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      anchor = null;
      onStretch?.(null);
    }
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
    if (target === undefined || tokens.length === 0) return;
    event.preventDefault();
    if (onStretch && event.shiftKey) {
      anchor ??= at ?? target;
      onStretch([Math.min(anchor, target), Math.max(anchor, target)]);
    } else anchor = null;
    go(target, true);
    onKeep?.(target);
    tokens[target]?.scrollIntoView({ block: 'nearest' });
  });
  text.addEventListener('blur', () => {
    anchor = null;
    go(kept, false);
  });
  return {
    refresh: () => {
      onVisit?.(at);
      if (at !== null && tokens[at]) readout.textContent = describe(at);
    },
    keep(position) {
      if (position === kept) return;
      kept = position;
      if (at !== position) go(position, false);
    },
  };
}
