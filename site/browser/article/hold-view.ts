/** What ‘hold it yourself’ shows: the closing mark's chances and the two continuations, alone and held. */

import { decimal } from '../../../runner/core/words.ts';
import { colourCoordinate, cssNumber } from '../../figures/colour.ts';
import { chance, type HoldData, type HoldReading, holdSentence, nearest } from '../../words/article/hold.ts';
import { find } from '../find.ts';

export type Side = 'alone' | 'held';

export interface HoldView {
  /** The value at which the neuron is to be held. */
  value(): number;
  chances(alone: number, held: number): void;
  /** What changes most of what may come next, in a sentence. */
  changed(sentence: string): void;
  text(side: Side, tokens: HoldReading['written']): void;
  /** What the page brought along of its sentence, nothing of another. */
  recall(sentence: string): void;
  /** Nothing is read, so there is nothing to tell. */
  clear(): void;
}

export function holdView(figure: HTMLElement, data: HoldData, onSlide: () => void): HoldView {
  const slider = find(figure, '[data-slider]', HTMLInputElement);

  function showValue(): void {
    for (const each of figure.querySelectorAll('[data-value]')) each.textContent = decimal(slider.valueAsNumber);
  }

  function chances(alone: number, held: number): void {
    for (const [side, probability] of Object.entries({ alone, held })) {
      find(figure, `[data-${side}]`, HTMLElement).textContent = chance(probability);
      find(figure, `[data-${side}-meter]`, HTMLElement).style.setProperty('--p', String(probability));
    }
    const value = slider.valueAsNumber;
    find(figure, '[data-said]', HTMLElement).textContent = holdSentence(data, value, alone, held);
    slider.setAttribute('aria-valuetext', `${decimal(value)}: closing mark ${chance(held)}`);
  }

  function changed(sentence: string): void {
    find(figure, '[data-changed]', HTMLElement).textContent = sentence;
  }

  function text(side: Side, tokens: HoldReading['written']): void {
    find(figure, `[data-${side}-text]`, HTMLElement).replaceChildren(
      ...tokens.map(([token, activation]) => {
        const element = document.createElement('bdi');
        element.textContent = token;
        element.classList.toggle('n', token === '\n');
        element.style.setProperty('--n0', cssNumber(colourCoordinate(activation, data.limits)));
        return element;
      }),
    );
  }

  slider.addEventListener('input', () => {
    showValue();
    onSlide();
  });
  function clear(): void {
    changed('');
    for (const side of ['alone', 'held'] as const) {
      find(figure, `[data-${side}]`, HTMLElement).textContent = '–';
      find(figure, `[data-${side}-meter]`, HTMLElement).style.setProperty('--p', '0');
      text(side, []);
    }
    find(figure, '[data-said]', HTMLElement).textContent = '';
    slider.removeAttribute('aria-valuetext');
  }

  return {
    value: () => slider.valueAsNumber,
    chances,
    changed,
    text,
    recall(sentence) {
      if (sentence !== data.sentence) return clear();
      changed('');
      const near = nearest(data.held, slider.valueAsNumber);
      chances(data.alone.probability, near.probability);
      text('alone', data.alone.written);
      text('held', near.written);
    },
    clear,
  };
}
