/** Every neuron by its number in the address; one at random; and a list of some, with a note, to be shared. */
import type { Cut } from '../../../runner/core/cut.ts';
import { cardHtml } from '../../figures/neurons/card.ts';
import { neuronOfHash } from '../../words/atlas/hash.ts';
import type { NeuronFile } from '../../words/neurons/file.ts';
import { readList, writeList } from '../../words/neurons/list.ts';
import { loadAtlas } from '../atlas/load.ts';
import { livePanel, type PanelView } from '../atlas/panel.ts';
import { announceNeuron } from '../chosen-neuron.ts';
import { jsonOf, remembered, whyOf } from '../fetched.ts';
import { find } from '../find.ts';

const root = find(document, '[data-neurons-page]', HTMLElement);
const { cut = 'word', pageUrl = '', atlas = '', pages = '' } = root.dataset;
const count = Number(root.dataset.neurons);
const first = Number(root.dataset.neuron);
const keep = find(root, '[data-keep]', HTMLButtonElement);
const note = find(root, '[data-note]', HTMLInputElement);
const section = find(root, '[data-list]', HTMLElement);
const cards = find(root, '[data-list-cards]', HTMLUListElement);
const fileOf = remembered((neuron: number) => jsonOf<NeuronFile>(`${pageUrl}${neuron}.json`));
const list = readList(location.search, count);
let chosen = neuronOfHash(location.hash, count) ?? first;

/** The map of all neurons is half a megabyte: it comes with the first neuron that does not stand here. */
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
  chosen = neuron;
  announceNeuron(neuron);
  keep.setAttribute('aria-pressed', String(list.neurons.includes(neuron)));
  try {
    await (await panel('panel')).show(neuron);
  } catch (error) {
    find(root, '[data-panel-status]', HTMLElement).textContent =
      `Neuron ${neuron} could not be loaded (${whyOf(error)})`;
  }
}

async function showList(): Promise<void> {
  const { neurons, note: words } = list;
  section.hidden = neurons.length === 0;
  find(section, '[data-list-title]', HTMLElement).textContent = words || 'A list of neurons';
  const read = await Promise.allSettled(neurons.map((neuron) => fileOf(neuron)));
  cards.innerHTML = read
    .map((each) =>
      each.status === 'fulfilled' ? `<li class="panel">${cardHtml(each.value, cut as Cut).html}</li>` : '',
    )
    .join('');
}

function write(): void {
  history.replaceState(null, '', `${location.pathname}${writeList(list)}${location.hash}`);
  void showList();
}

find(root, '[data-random]', HTMLButtonElement).addEventListener('click', () => {
  location.hash = `#${Math.floor(Math.random() * count)}`;
});
keep.addEventListener('click', () => {
  const at = list.neurons.indexOf(chosen);
  if (at === -1) list.neurons.push(chosen);
  else list.neurons.splice(at, 1);
  keep.setAttribute('aria-pressed', String(at === -1));
  write();
});
note.value = list.note;
note.addEventListener('input', () => {
  list.note = note.value;
  write();
});
addEventListener('hashchange', () => void show(neuronOfHash(location.hash, count) ?? first));
if (chosen !== first) void show(chosen);
else keep.setAttribute('aria-pressed', String(list.neurons.includes(first)));
if (list.neurons.length > 0) void showList();
