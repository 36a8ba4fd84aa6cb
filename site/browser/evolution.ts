/** Steps through the texts of a training's epochs, and colours them by the neuron that the page shows. */
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import type { EvolutionData } from '../words/evolution.ts';
import { find, onNeuron } from './shared.ts';
import { paint } from './shown-text.ts';
import { loadSidecar } from './sidecars.ts';

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-evolution-data]', HTMLScriptElement).text) as EvolutionData;
  const items = [...figure.querySelectorAll('li')];
  const range = find(figure, '[data-epoch]', HTMLInputElement);
  let wanted = data.neuron;

  function show(): void {
    const chosen = Number(range.value);
    items.forEach((item, index) => {
      item.hidden = index !== chosen;
      find(item, 'details', HTMLDetailsElement).open = index === chosen;
    });
    range.setAttribute('aria-valuetext', items[chosen]?.querySelector('summary')?.textContent ?? '');
  }

  async function colour(neuron: number): Promise<void> {
    wanted = neuron;
    if (data.url === null) return;
    const tokens = data.lengths.reduce((sum, length) => sum + length, 0);
    const sidecar = await loadSidecar(data.url, data.units, tokens);
    // The reader may have gone on to another in the meantime.
    if (wanted !== neuron) return;
    const tokensShown = items.flatMap((item) => [...item.querySelectorAll('bdi')]);
    paint(tokensShown, activationsOf(sidecar, neuron), data.limits);
    const name = document.querySelector('[data-evolution-neuron]');
    if (name !== null) name.textContent = String(neuron);
  }

  range.addEventListener('input', show);
  // Where the activations do not come the text keeps the colours that it has, and says whose they are.
  onNeuron((neuron) => void colour(neuron).catch(() => {}));
  range.hidden = items.length < 2;
  show();
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-evolution]')) bringToLife(figure);
