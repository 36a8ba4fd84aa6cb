/** The highlighted texts of a figure, each with its cursor; one of them is shown. */

import { item } from '../../../runner/core/at.ts';
import { decimal, quoted } from '../../../runner/core/words.ts';
import type { TextName } from '../../../runner/experiment/results/schema.ts';
import { tokenLabel } from '../../words/token.ts';
import { addCursor, type Cursor } from '../cursor.ts';
import { find } from '../find.ts';
import type { TextState } from '../hash.ts';
import { type ShownTextView, shownText } from '../shown-text.ts';

export interface CursorText extends ShownTextView {
  cursor: Cursor;
  /** What its colours show. */
  painted: string;
}

export interface TextEvents {
  /** The pointer or the keys reached a token, which may not be chosen yet. */
  onVisit(position: number, text: CursorText): void;
  onChange(wanted: Partial<TextState>): void;
}

/** @param painted what the colours of the static page show. */
export function connectTexts(figure: HTMLElement, painted: string, events: TextEvents): Map<TextName, CursorText> {
  const readout = find(figure, '[data-readout]', HTMLElement);
  const sections = [...figure.querySelectorAll<HTMLElement>('[data-text]')];
  return new Map(
    sections.map((section) => [section.dataset.text as TextName, connectText(section, readout, painted, events)]),
  );
}

function connectText(
  section: HTMLElement,
  readout: HTMLElement,
  painted: string,
  { onVisit, onChange }: TextEvents,
): CursorText {
  const shown = shownText(section);
  const { block, elements } = shown;
  const cursor = addCursor(block, elements, {
    readout,
    describe(position) {
      const value = text.values?.[position];
      const token = `Token ${position}, ${quoted(tokenLabel(item(shown.tokens, position)))}`;
      return value === undefined ? token : `${token}: ${decimal(value)}`;
    },
    onVisit(position) {
      if (position !== null) onVisit(position, text);
    },
    onKeep: (token) => onChange({ token }),
    onStretch: (stretch) => onChange({ stretch, pattern: null }),
  });
  followSelection(block, elements, (stretch) => onChange({ stretch, pattern: null }));
  const text: CursorText = Object.assign(shown, { cursor, painted });
  return text;
}

/**
 * Follows what the reader selects inside a text with mouse, finger or the browser's own keys.
 * `onStretch` hears the first and the last token that the selection touches, once per frame at most.
 */
export function followSelection(
  text: HTMLElement,
  tokens: readonly HTMLElement[],
  onStretch: (stretch: [number, number]) => void,
): void {
  let frame = 0;
  let last = '';
  document.addEventListener('selectionchange', () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const stretch = selectedTokens(text, tokens);
      const key = String(stretch);
      if (stretch !== null && key !== last) onStretch(stretch);
      last = key;
    });
  });
}

function selectedTokens(text: HTMLElement, tokens: readonly HTMLElement[]): [number, number] | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !text.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const touched = tokens.map((token) => range.intersectsNode(token));
  let first = touched.indexOf(true);
  let last = touched.lastIndexOf(true);
  // A selection may begin behind a token's last letter, or end before its first.
  if (isIn(range.startContainer, tokens[first]) && range.startOffset === range.startContainer.textContent?.length)
    first++;
  if (isIn(range.endContainer, tokens[last]) && range.endOffset === 0) last--;
  return first === -1 || first > last ? null : [first, last];
}

const isIn = (node: Node, token: HTMLElement | undefined): boolean =>
  node.nodeType === Node.TEXT_NODE && token !== undefined && token.contains(node);
