/** Fills the card of a neuron by the number in the address. */
import type { Cut } from '../../../runner/core/cut.ts';
import { cardHtml } from '../../figures/neurons/card.ts';
import { neuronOfHash } from '../../words/atlas/hash.ts';
import type { NeuronFile } from '../../words/neurons/file.ts';
import { jsonOf, whyOf } from '../fetched.ts';
import { find } from '../find.ts';

const card = find(document, '[data-card]', HTMLElement);
const content = find(card, '[data-card-content]', HTMLElement);

async function show(): Promise<void> {
  const neuron = neuronOfHash(location.hash, Number(card.dataset.neurons));
  if (neuron === null) return;
  find(card, 'h1', HTMLElement).textContent = `Neuron ${neuron}`;
  try {
    const file = await jsonOf<NeuronFile>(`${card.dataset.card}${neuron}.json`);
    content.innerHTML = cardHtml(file, card.dataset.cut as Cut).html;
  } catch (error) {
    content.textContent = `It could not be loaded (${whyOf(error)}).`;
  }
}

addEventListener('hashchange', () => void show());
void show();
