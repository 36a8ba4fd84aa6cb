/** What stands around a highlighted text: whose colours it shows, on which scale, and what is being loaded. */

import { limit } from '../../../runner/core/words.ts';
import type { QuantizedActivations } from '../../../runner/experiment/results/activations.ts';
import { neuronHash } from '../../words/atlas/hash.ts';
import { type ReadingComponent, type ReadingData, readingStatus } from '../../words/script-data.ts';
import { whyOf } from '../fetched.ts';
import { find } from '../find.ts';
import type { TextState } from '../hash.ts';
import { loadSidecar } from '../sidecars.ts';

export interface Caption {
  /** What was said last. */
  readonly said: string;
  show(state: TextState, component: ReadingComponent): void;
  /** The activations of a text. @returns null after saying why not. */
  load(state: TextState, component: ReadingComponent): Promise<QuantizedActivations | null>;
}

/** @param isWanted whether the reader has not asked for something else meanwhile. */
export function connectCaption(
  figure: HTMLElement,
  data: ReadingData,
  isWanted: (state: TextState) => boolean,
): Caption {
  const status = find(figure, '[data-status]', HTMLElement);

  /** Screen readers speak what changes here, so only changes are written. */
  function say(words: string): void {
    if (status.textContent !== words) status.textContent = words;
  }

  return {
    get said() {
      return status.textContent;
    },
    show(state, { limits: [low, high], name, note }) {
      find(figure, '[data-shown]', HTMLElement).textContent = `Neuron ${state.neuron}`;
      const profile = figure.querySelector<HTMLAnchorElement>('[data-profile-link]');
      if (profile) profile.hash = neuronHash(state.neuron);
      find(figure, '[data-shown-component]', HTMLElement).textContent = name;
      find(figure, '[data-low]', HTMLElement).textContent = limit(low);
      find(figure, '[data-high]', HTMLElement).textContent = limit(high);
      find(figure, '[data-note]', HTMLElement).textContent = note;
      find(figure, '[data-ramp]', HTMLElement).classList.toggle('gate', low === 0);
      say(readingStatus(data, state));
    },
    async load(state, { files }) {
      const file = files[state.text];
      if (!file) {
        say(`This component was not recorded over the ${state.text} text.`);
        return null;
      }
      const slow = setTimeout(() => say(`Loading ${Math.ceil(file.bytes / 1024)} KB …`), 100);
      try {
        return await loadSidecar(file.url, data.units, data.tokens[state.text]);
      } catch (error) {
        if (isWanted(state)) say(`The activations could not be loaded (${whyOf(error)}). Choose again to retry.`);
        return null;
      } finally {
        clearTimeout(slow);
      }
    },
  };
}
