/** The passage of a feature's page: coloured by the chosen neuron, read out token by token, stretched to the neuron's own values. */

import { at, item } from '../../../runner/core/at.ts';
import { decimal, percent } from '../../../runner/core/words.ts';
import type { Predictions } from '../../../runner/experiment/results/schema.ts';
import { colourCoordinate, cssNumber } from '../../figures/colour.ts';
import type { PassageData } from '../../words/features/passage.ts';
import { tokenLabel } from '../../words/token.ts';
import { addCursor } from '../cursor.ts';
import { find } from '../find.ts';
import { shownText, tokenAfter } from '../shown-text.ts';
import { loadPredictions } from '../sidecars.ts';

export interface PassagePainter {
  /** @param values [tokens of the shown text] */
  paint(values: ArrayLike<number>): void;
}

/** @param onNeed the values are wanted and not there yet. */
export function connectPassage(page: HTMLElement, data: PassageData, onNeed: () => void): PassagePainter {
  const figure = find(page, '[data-passage]', HTMLElement);
  const text = shownText(figure);
  const stretch = find(figure, '[data-stretch]', HTMLButtonElement);
  const compared = new Set(data.compared);
  let values: ArrayLike<number> | null = null;
  let next: Predictions | null = null;
  const isStretched = (): boolean => stretch.getAttribute('aria-pressed') === 'true';

  const cursor = addCursor(text.block, text.elements, {
    readout: find(figure, '[data-readout]', HTMLElement),
    describe,
    onVisit(position) {
      if (position === null) return;
      if (values === null) onNeed();
      if (next === null && data.next !== null) {
        void loadPredictions(data.next).then(
          (read) => {
            next = read;
            cursor.refresh();
          },
          () => {},
        );
      }
    },
  });

  /** 'Token “had”: −0.76. Expected next: “been” 12%, …; what comes: “not”.' */
  function describe(position: number): string {
    const place = data.from + position;
    const value = values === null ? '' : `: ${decimal(at(values, place))}`;
    const bets = (next?.next[place] ?? []).slice(0, 3).map((token, rank) => {
      const chance = next?.probability[place]?.[rank];
      return `“${tokenLabel(next?.tokens[token] ?? '')}”${chance === undefined ? '' : ` ${percent(chance, 0)}`}`;
    });
    const comes = tokenAfter(text, position);
    return [
      `“${tokenLabel(item(text.tokens, position))}”${value}.`,
      ...(bets.length > 0 ? [`Expected next: ${bets.join(', ')}.`] : []),
      ...(comes === null ? [] : [`What comes: “${tokenLabel(comes)}”.`]),
    ].join(' ');
  }

  function colours(): void {
    if (values === null) return;
    const own = text.elements.map((_, t) => at(values ?? [], data.from + t));
    const largest = Math.max(1e-6, ...own.filter((_, t) => compared.has(t)).map(Math.abs));
    const limits: readonly [number, number] = isStretched() ? [-largest, largest] : data.limits;
    for (const [t, element] of text.elements.entries()) {
      element.style.setProperty('--a', compared.has(t) ? cssNumber(colourCoordinate(at(own, t), limits)) : '0');
    }
  }

  stretch.addEventListener('click', () => {
    stretch.setAttribute('aria-pressed', String(!isStretched()));
    if (values === null) onNeed();
    colours();
  });
  return {
    paint(given) {
      values = given;
      colours();
      cursor.refresh();
    },
  };
}
