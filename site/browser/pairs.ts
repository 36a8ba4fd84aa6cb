/** The page of pairs: the figures of the neuron that a reader chooses take the place of those that stand there. */
import { remembered } from '../words/remembered.ts';
import { neuronPart } from '../words/url.ts';
import { jsonOf, whyOf } from './fetched.ts';
import { find } from './shared.ts';

function connect(article: HTMLElement): void {
  const controls = article.querySelector<HTMLElement>('[data-pairs-choose]');
  if (controls === null) return;
  const list = find(controls, '[data-choose]', HTMLSelectElement);
  const status = find(controls, '[data-status]', HTMLElement);
  const figures = find(article, '[data-figures]', HTMLElement);
  const number = Number(article.dataset.number);
  const known = [...list.options].map(({ value }) => Number(value));
  const said = status.textContent ?? '';
  const first = list.value;
  const stands = figures.innerHTML;
  const partOf = remembered((neuron: number) => jsonOf<{ html: string }>(`${neuronPart(number, neuron)}.json`));

  async function show(): Promise<void> {
    const { value } = list;
    try {
      const html = value === first ? stands : (await partOf(Number(value))).html;
      // The reader may have chosen another one while it came.
      if (list.value !== value) return;
      figures.innerHTML = html;
      status.textContent = said;
    } catch (error) {
      status.textContent = `Neuron ${value} could not be loaded (${whyOf(error)})`;
    }
  }

  function choose(neuron: number): void {
    list.value = String(neuron);
    write(number, list.value === first ? null : neuron);
    void show();
  }
  const step = (by: number) => () => {
    const place = (list.selectedIndex + by + known.length) % known.length;
    choose(known[place] ?? Number(first));
  };
  list.addEventListener('change', () => choose(Number(list.value)));
  find(controls, '[data-previous]', HTMLButtonElement).addEventListener('click', step(-1));
  find(controls, '[data-next]', HTMLButtonElement).addEventListener('click', step(1));
  controls.hidden = false;
  const wanted = wantedNeuron(number);
  if (wanted !== null && known.includes(wanted) && String(wanted) !== first) choose(wanted);
}

/** In the address, `#neuron=28`, of a further set `#neuron-2=28`. */
const keyOf = (number: number): string => (number === 1 ? 'neuron' : `neuron-${number}`);

function wantedNeuron(number: number): number | null {
  const value = new URLSearchParams(location.hash.slice(1)).get(keyOf(number));
  return value === null || value === '' ? null : Number(value);
}

function write(number: number, neuron: number | null): void {
  const state = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
  if (neuron === null) state.delete(keyOf(number));
  else state.set(keyOf(number), String(neuron));
  const hash = state.size > 0 ? `#${state}` : '';
  history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
}

for (const article of document.querySelectorAll<HTMLElement>('article.pairs')) connect(article);
