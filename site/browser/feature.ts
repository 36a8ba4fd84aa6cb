/**
 * Brings the page of a feature to life: any neuron, chosen among the best, by its number, in the swarm or in the address, colours
 * the passage; of the best, cards and columns follow. What it needs is fetched when the reader first asks for it.
 */

import { at } from '../../runner/core/at.ts';
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import { cardsHtml, columnsHtml, plainTeller } from '../figures/features/cards.ts';
import { neuronHash, neuronOfHash } from '../words/atlas/hash.ts';
import type { FeatureFile } from '../words/features/file.ts';
import type { PassageData } from '../words/features/passage.ts';
import { scored } from '../words/features/sentences.ts';
import { connectPassage } from './feature/passage.ts';
import { connectSwarm } from './feature/swarm.ts';
import { connectTabs } from './feature/tabs.ts';
import { jsonOf, remembered, whyOf } from './fetched.ts';
import { find } from './find.ts';
import { loadSidecar } from './sidecars.ts';

const page = document.querySelector<HTMLElement>('[data-feature]');
if (page?.querySelector('[data-passage]')) bringToLife(page);

function bringToLife(page: HTMLElement): void {
  const address = page.dataset.feature ?? '';
  const data = JSON.parse(find(page, '[data-passage-data]', HTMLScriptElement).text) as PassageData;
  const title = find(page, '[data-passage-title]', HTMLElement);
  const cards = find(page, '[data-cards]', HTMLElement);
  const columns = find(page, '[data-columns]', HTMLElement);
  const any = find(page, '[data-any]', HTMLElement);
  const number = find(any, 'input', HTMLInputElement);
  const tellers = [...page.querySelectorAll<HTMLAnchorElement>('[data-teller]')];
  const first = Number(tellers[0]?.dataset.teller ?? 0);
  let chosen = first;
  const numbers = remembered((url: string) => jsonOf<FeatureFile>(url));
  const file = (): Promise<FeatureFile> => numbers(address);
  const passage = connectPassage(page, data, () => void colour());
  const swarm = connectSwarm(
    find(page, '[data-swarm]', HTMLElement),
    find(page, '[data-swarm-said]', HTMLElement),
    file,
    (neuron) => {
      location.hash = neuronHash(neuron);
    },
  );
  connectTabs(columns);

  async function colour(): Promise<void> {
    if (data.values === null) return;
    const neuron = chosen;
    const own = activationsOf(await loadSidecar(data.values, data.neurons, data.tokens), neuron);
    if (neuron === chosen) passage.paint(own);
  }

  async function show(neuron: number): Promise<void> {
    chosen = neuron;
    for (const teller of tellers) {
      if (Number(teller.dataset.teller) === neuron) teller.setAttribute('aria-current', 'true');
      else teller.removeAttribute('aria-current');
    }
    number.value = String(neuron);
    for (const figure of page.querySelectorAll<HTMLElement>('[data-hold]'))
      figure.hidden = Number(figure.dataset.hold) !== neuron;
    find(page, '[data-not-held]', HTMLElement).hidden = page.querySelector(`[data-hold="${neuron}"]`) !== null;
    try {
      const told = await file();
      if (neuron !== chosen) return;
      const { feature, networks, effects, learned, best } = told;
      title.textContent = `Neuron ${neuron} at this passage: ${scored(at(effects, neuron))}`;
      const own = best.find((each) => each.neuron === neuron);
      const context = { feature, networks, range: told.range, cut: told.cut };
      cards.innerHTML = own
        ? cardsHtml(own, own.tests, context).html
        : plainTeller(neuron, at(effects, neuron), learned.includes(neuron)).html;
      columns.innerHTML = own ? columnsHtml(own, context).html : '';
      columns.parentElement?.toggleAttribute('hidden', !own);
      connectTabs(columns);
      swarm.show(neuron);
      await colour();
    } catch (error) {
      title.textContent = `Neuron ${neuron} could not be loaded (${whyOf(error)})`;
    }
  }

  function follow(): void {
    const neuron = neuronOfHash(location.hash, data.neurons);
    if (neuron !== null && neuron !== chosen) void show(neuron);
    else if (location.hash === '' && chosen !== first) void show(first);
  }
  number.addEventListener('change', () => {
    const neuron = Math.max(0, Math.min(data.neurons - 1, Math.round(Number(number.value)) || 0));
    location.hash = neuronHash(neuron);
  });
  window.addEventListener('hashchange', follow);
  follow();
}
