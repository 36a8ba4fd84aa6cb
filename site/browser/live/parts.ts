/**
 * Under the token that the reader rests on: which earlier tokens put there what the neuron has. Those that raised it get a bar below,
 * those that lowered it one above, as thick as their part; the largest are said in words.
 */
import { item } from '../../../runner/core/at.ts';
import { cssNumber } from '../../figures/colour.ts';
import { largestParts, strengths } from '../../words/parts.ts';
import { tokenLabel } from '../../words/token.ts';
import { afterRest } from '../rest.ts';
import type { OpenModel } from './open.ts';
import type { LiveText } from './text.ts';

export interface PartsOptions {
  /** What can be asked now; null: nothing. */
  asking(): (Pick<OpenModel, 'occlude' | 'leaveParts'> & { neuron: number }) | null;
  /** All is known of the token. */
  onKnown(): void;
}

export interface PartsView {
  /** The reader is at a token; null: at none. */
  visit(position: number | null): void;
  /** Nothing is known any more: the text, or the neuron, is another one. */
  forget(): void;
  /** What is known of a token, in words; empty while it is asked for. */
  describe(position: number): string;
}

/** Milliseconds at a token before it is asked about. */
const pause = 250;

export function connectParts(text: LiveText, { asking, onKnown }: PartsOptions): PartsView {
  const { tokens } = text;
  const labelOf = (position: number): string => tokenLabel(item(tokens, position).textContent);
  let at: number | null = null;
  let known: { position: number; sentence: string } | null = null;
  let marked: HTMLElement[] = [];
  const rest = afterRest(pause, ask);

  function clear(): void {
    for (const element of marked) {
      element.classList.remove('raised-it', 'lowered-it');
      element.style.removeProperty('--part');
    }
    marked = [];
  }

  function mark(parts: readonly { position: number; value: number }[]): void {
    clear();
    strengths(parts).forEach((strength, index) => {
      const element = tokens[parts[index]?.position ?? -1];
      if (strength === 0 || element === undefined) return;
      element.classList.add(strength > 0 ? 'raised-it' : 'lowered-it');
      element.style.setProperty('--part', cssNumber(Math.abs(strength)));
      marked.push(element);
    });
  }

  function ask(): void {
    const position = at;
    const model = asking();
    const place = position === null || text.at(position) === null ? null : text.placeOf(position);
    if (position === null || model === null || place === null) return;
    const all: { position: number; value: number }[] = [];
    model.occlude(place, model.neuron, (parts, whole) => {
      all.push(...parts.map((part) => ({ position: text.positionOf(part.position), value: part.value })));
      mark(all);
      if (!whole) return;
      const largest = largestParts(all, position, labelOf);
      // A slow machine looks at fewer tokens than there are.
      const of = all.length < place ? ` (of the last ${all.length} tokens)` : '';
      known = {
        position,
        sentence: `${largest === '' ? 'No earlier token put it there' : `Put there by ${largest}`}${of}`,
      };
      onKnown();
    });
  }

  function leave(): void {
    rest.cancel();
    asking()?.leaveParts();
    clear();
    known = null;
  }

  return {
    visit(position) {
      if (position === at) return;
      leave();
      at = position;
      if (position !== null) rest.heard();
    },
    forget() {
      leave();
      at = null;
    },
    describe: (position) => (known?.position === position ? known.sentence : ''),
  };
}
