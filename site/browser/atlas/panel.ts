/** The panel of one neuron: filled from its shard when the reader asks for another. */
import type { Cut } from '../../../runner/core/cut.ts';
import { neuronHtml } from '../../figures/atlas/neuron-html.ts';
import { neuronHash } from '../../words/atlas/address.ts';
import { whyOf } from '../fetched.ts';
import { find } from '../shared.ts';
import type { BrowserAtlas } from './load.ts';

/**
 * @param root of the page, which says the neuron that stands in the HTML, those that have pages of their own, and where these are.
 * @returns shows a neuron; resolves when it stands there, or has given way to another.
 */
export function livePanel(
  root: HTMLElement,
  { atlas, profile }: BrowserAtlas,
  choose: (neuron: number) => void,
): (neuron: number) => Promise<void> {
  const { cut = 'word', pageUrl = '', pages = '' } = root.dataset;
  const withPages = new Set(pages.split(' '));
  const panel = find(root, '[data-panel]', HTMLElement);
  const number = find(panel, '[data-number]', HTMLElement);
  const steps = find(panel, '[data-go]', HTMLElement);
  const input = find(steps, 'input', HTMLInputElement);
  const own = find(panel, '[data-own-page]', HTMLAnchorElement);
  const status = find(panel, '[data-panel-status]', HTMLOutputElement);
  const content = find(panel, '[data-profile]', HTMLElement);
  const last = atlas.neurons - 1;
  let shown = Number(root.dataset.neuron);
  let wanted = shown;

  input.addEventListener('change', () => {
    const asked = Number(input.value);
    if (input.value !== '' && Number.isInteger(asked)) choose(Math.max(0, Math.min(last, asked)));
  });
  steps.addEventListener('click', ({ target }) => {
    const step = target instanceof HTMLElement ? target.dataset.step : undefined;
    if (step !== undefined) choose(Math.max(0, Math.min(last, wanted + Number(step))));
  });
  steps.hidden = false;

  return async (neuron) => {
    wanted = neuron;
    input.value = String(neuron);
    if (neuron === shown) return;
    try {
      const html = neuronHtml(await profile(neuron), { atlas, cut: cut as Cut, linkTo: neuronHash }).html;
      if (wanted !== neuron) return;
      content.innerHTML = html;
      shown = neuron;
      number.textContent = String(neuron);
      own.href = withPages.has(String(neuron)) ? `${pageUrl}${neuron}/` : `${pageUrl}#${neuron}`;
      status.textContent = '';
    } catch (error) {
      if (wanted !== neuron) return;
      status.textContent = `Neuron ${neuron} could not be loaded: ${whyOf(error)}. Choose it again.`;
    }
  };
}
