/** The panel of one neuron: filled from its shard when the reader asks for another. */
import type { Cut } from '../../../runner/core/cut.ts';
import { neuronHtml } from '../../figures/atlas/neuron-html.ts';
import { neuronHash } from '../../words/atlas/hash.ts';
import { whyOf } from '../fetched.ts';
import { find } from '../find.ts';
import type { BrowserAtlas } from './load.ts';

export interface PanelView {
  /** Resolves when the neuron stands there, or has given way to another. */
  show(neuron: number): Promise<void>;
}

export interface PanelOptions {
  cut: Cut;
  /** The neuron that stands in the HTML. */
  neuron: number;
  /** Neurons that have pages of their own, and where these are. */
  pages: ReadonlySet<number>;
  pageUrl: string;
  choose(neuron: number): void;
}

export function livePanel(panel: HTMLElement, { atlas, profile }: BrowserAtlas, options: PanelOptions): PanelView {
  const number = find(panel, '[data-number]', HTMLElement);
  const steps = find(panel, '[data-go]', HTMLElement);
  const input = find(steps, 'input', HTMLInputElement);
  const own = find(panel, '[data-own-page]', HTMLAnchorElement);
  const status = find(panel, '[data-panel-status]', HTMLOutputElement);
  const content = find(panel, '[data-profile]', HTMLElement);
  const last = atlas.neurons - 1;
  let wanted = options.neuron;
  let shown = options.neuron;

  input.addEventListener('change', () => {
    const asked = Number(input.value);
    if (input.value !== '' && Number.isInteger(asked)) options.choose(Math.max(0, Math.min(last, asked)));
  });
  steps.addEventListener('click', ({ target }) => {
    const step = target instanceof HTMLElement ? target.dataset.step : undefined;
    if (step !== undefined) options.choose(Math.max(0, Math.min(last, wanted + Number(step))));
  });
  steps.hidden = false;

  return {
    async show(neuron) {
      wanted = neuron;
      input.value = String(neuron);
      if (neuron === shown) return;
      try {
        const html = neuronHtml(await profile(neuron), { atlas, cut: options.cut, linkTo: neuronHash }).html;
        if (wanted !== neuron) return;
        content.innerHTML = html;
        shown = neuron;
        number.textContent = String(neuron);
        own.href = options.pages.has(neuron) ? `${options.pageUrl}${neuron}/` : `${options.pageUrl}#${neuron}`;
        status.textContent = '';
      } catch (error) {
        if (wanted !== neuron) return;
        status.textContent = `Neuron ${neuron} could not be loaded: ${whyOf(error)}. Choose it again.`;
      }
    },
  };
}
