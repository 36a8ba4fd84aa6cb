/** Any neuron by the number in the address, on the page of all. */
import type { Cut } from '../../runner/core/cut.ts';
import { neuronOfHash } from '../words/atlas/hash.ts';
import { remembered } from '../words/remembered.ts';
import { loadAtlas } from './atlas/load.ts';
import { livePanel, type PanelView } from './atlas/panel.ts';
import { announceNeuron } from './chosen-neuron.ts';
import { whyOf } from './fetched.ts';
import { find } from './find.ts';

const root = document.querySelector<HTMLElement>('[data-neurons-page]');
if (root) bringToLife(root);

function bringToLife(root: HTMLElement): void {
  const { cut = 'word', pageUrl = '', atlas = '', pages = '' } = root.dataset;
  const count = Number(root.dataset.neurons);
  const first = Number(root.dataset.neuron);
  const status = find(root, '[data-panel-status]', HTMLElement);

  const panel = remembered(async (_: 'panel'): Promise<PanelView> => {
    const loaded = await loadAtlas(atlas);
    return livePanel(find(root, '[data-panel]', HTMLElement), loaded, {
      ...{ cut: cut as Cut, neuron: first, pageUrl },
      pages: new Set(pages.split(' ').filter(Boolean).map(Number)),
      choose: (neuron) => {
        location.hash = `#${neuron}`;
      },
    });
  });

  async function show(neuron: number): Promise<void> {
    announceNeuron(neuron);
    try {
      await (await panel('panel')).show(neuron);
    } catch (error) {
      status.textContent = `Neuron ${neuron} could not be loaded (${whyOf(error)})`;
    }
  }

  const asked = (): number => neuronOfHash(location.hash, count) ?? first;
  addEventListener('hashchange', () => void show(asked()));
  void show(asked());
}
