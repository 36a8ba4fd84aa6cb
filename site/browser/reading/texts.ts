/** The highlighted passages of a figure, each with its cursor. Tokens are counted in the passage, positions of the address in the whole shown text. */
import { item } from '../../../runner/core/at.ts';
import { decimal, percent } from '../../../runner/core/format.ts';
import type { Predictions, TextName } from '../../../runner/experiment/results/schema.ts';
import type { ReadingData, ReadingText } from '../../words/script-data.ts';
import { tokenLabel } from '../../words/token.ts';
import { addCursor, type Cursor } from '../cursor.ts';
import type { TextState } from '../hash.ts';
import { find } from '../shared.ts';
import { type ShownTextView, shownText, tokenAfter } from '../shown-text.ts';
import { loadPredictions } from '../sidecars.ts';
import { followSelection } from './selection.ts';

export interface ShownPassage extends ShownTextView {
  about: ReadingText;
  cursor: Cursor;
  /** The neuron that its colours show. */
  painted: number;
  /** What the model expected; null until it has come. */
  next: Predictions | null;
}

export interface TextEvents {
  /** The pointer or the keys reached a token, which may not be chosen yet; null: none is reached. */
  onVisit(text: ShownPassage, place: number | null): void;
  onChange(wanted: Partial<TextState>): void;
}

export function connectTexts(figure: HTMLElement, data: ReadingData, events: TextEvents): Map<TextName, ShownPassage> {
  const readout = find(figure, '[data-readout]', HTMLElement);
  const connected = [...figure.querySelectorAll<HTMLElement>('[data-text]')].flatMap((section) => {
    const name = section.dataset.text as TextName;
    const about = data.texts[name];
    return about === undefined ? [] : [[name, connectText(section, about, data.neuron, readout, events)] as const];
  });
  return new Map(connected);
}

function connectText(
  section: HTMLElement,
  about: ReadingText,
  painted: number,
  readout: HTMLElement,
  { onVisit, onChange }: TextEvents,
): ShownPassage {
  const shown = shownText(section);
  const { block, elements } = shown;
  const onStretch = (stretch: [number, number] | null): void =>
    onChange({ stretch: stretch && [stretch[0] + about.from, stretch[1] + about.from] });
  const cursor = addCursor(block, elements, {
    readout,
    describe: (place) => describe(text, place),
    onVisit(place) {
      if (place !== null) fetchExpected(text);
      onVisit(text, place);
    },
    onKeep: (place) => onChange({ token: place + about.from }),
    onStretch,
  });
  followSelection(block, elements, onStretch);
  const text: ShownPassage = Object.assign(shown, { about, cursor, painted, next: null });
  return text;
}

/** Fetches what the model expected, once. Where it does not come, the readout goes without. */
function fetchExpected(text: ShownPassage): void {
  if (text.next !== null || text.about.next === null) return;
  void loadPredictions(text.about.next).then(
    (read) => {
      const isFirst = text.next === null;
      text.next = read;
      if (isFirst) text.cursor.refresh();
    },
    () => {},
  );
}

/** '“had”: −0.76. Expected next: “been” 12%, …; what comes: “not”.' */
function describe(text: ShownPassage, place: number): string {
  const value = text.values?.[place];
  const { next } = text;
  const position = text.about.from + place;
  const bets = (next?.next[position] ?? []).slice(0, 3).map((token, rank) => {
    const chance = next?.probability[position]?.[rank];
    return `“${tokenLabel(next?.tokens[token] ?? '')}”${chance === undefined ? '' : ` ${percent(chance, 0)}`}`;
  });
  const comes = tokenAfter(text, place);
  return [
    `“${tokenLabel(item(text.tokens, place))}”${value === undefined ? '' : `: ${decimal(value)}`}.`,
    ...(bets.length > 0 ? [`Expected next: ${bets.join(', ')}.`] : []),
    ...(comes === null ? [] : [`What comes: “${tokenLabel(comes)}”.`]),
  ].join(' ');
}

/** Where a position of the shown text stands in the passage; null: outside it. */
export function placeOf({ about, elements }: ShownPassage, position: number): number | null {
  const place = position - about.from;
  return place >= 0 && place < elements.length ? place : null;
}

/** Those of a stretch in the passage. */
export const placesOf = ({ about }: ShownPassage, [first, last]: readonly [number, number]): number[] =>
  Array.from({ length: last - first + 1 }, (_, place) => first + place - about.from);
