/** Any neuron by the number in the address, on the page of all. */
import { neuronOfHash } from '../words/atlas/address.ts';
import { remembered } from '../words/remembered.ts';
import { loadAtlas } from './atlas/load.ts';
import { livePanel } from './atlas/panel.ts';
import { whyOf } from './fetched.ts';
import { announceNeuron, find } from './shared.ts';

const root = document.querySelector<HTMLElement>('[data-neurons-page]');
if (root) bringToLife(root);

function bringToLife(root: HTMLElement): void {
  const { atlas = '' } = root.dataset;
  const count = Number(root.dataset.neurons);
  const first = Number(root.dataset.neuron);
  const status = find(root, '[data-panel-status]', HTMLElement);

  const panel = remembered(async (address: string) =>
    livePanel(root, await loadAtlas(address), (neuron) => {
      location.hash = `#${neuron}`;
    }),
  );

  async function show(neuron: number): Promise<void> {
    announceNeuron(neuron);
    try {
      await (await panel(atlas))(neuron);
    } catch (error) {
      status.textContent = `Neuron ${neuron} could not be loaded (${whyOf(error)})`;
    }
  }

  const asked = (): number => neuronOfHash(location.hash, count) ?? first;
  addEventListener('hashchange', () => void show(asked()));
  void show(asked());
}
