/** The highlighted texts of a figure, each with its cursor; one of them is shown. */

import { item } from '../../../runner/core/at.ts';
import type { TextName } from '../../../runner/results/schema.ts';
import { decimal } from '../../words/numbers.ts';
import { tokenLabel } from '../../words/token.ts';
import { addCursor, type Cursor } from '../cursor.ts';
import { find } from '../find.ts';
import type { TextState } from '../hash.ts';
import { followSelection } from '../selection.ts';
import { type ShownText, shownText } from '../shown-text.ts';

export interface ReadText extends ShownText {
  cursor: Cursor;
  /** What its colours show. */
  painted: string;
}

export interface TextEvents {
  /** The pointer or the keys reached a token, which may not be chosen yet. */
  onVisit(position: number, text: ReadText): void;
  onChange(wanted: Partial<TextState>): void;
}

/** @param painted what the colours of the static page show. */
export function connectTexts(figure: HTMLElement, painted: string, events: TextEvents): Map<TextName, ReadText> {
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
): ReadText {
  const shown = shownText(section);
  const { block, elements } = shown;
  const cursor = addCursor(block, elements, {
    readout,
    describe(position) {
      const value = text.values?.[position];
      const token = `Token ${position}, “${tokenLabel(item(shown.tokens, position))}”`;
      return value === undefined ? token : `${token}: ${decimal(value)}`;
    },
    onVisit(position) {
      if (position !== null) onVisit(position, text);
    },
    onKeep: (token) => onChange({ token }),
    onStretch: (stretch) => onChange({ stretch, pattern: null }),
  });
  followSelection(block, elements, (stretch) => onChange({ stretch, pattern: null }));
  const text: ReadText = Object.assign(shown, { cursor, painted });
  return text;
}
