/** The comparison: which experiments are chosen is kept in the address; their data are fetched as they are chosen. */

import type { ComparedExperiment } from '../words/compare/compared.ts';
import { type Html, html } from '../words/html.ts';
import { mostCompared, readChosen, writeChosen } from './compare/address.ts';
import { curvesHtml } from './compare/curves-view.ts';
import { bestMatch, standardised } from './compare/match.ts';
import {
  askedNeurons,
  comparable,
  isRecorded,
  type MatchRow,
  matchTable,
  type RecordedExperiment,
  sameNetwork,
} from './compare/match-view.ts';
import { experimentsHtml, featuresHtml, letter, settingsHtml } from './compare/view.ts';
import { jsonOf, remembered, whyOf } from './fetched.ts';
import { find } from './find.ts';
import { loadSidecar } from './sidecars.ts';

const known = JSON.parse(find(document, '[data-compare]', HTMLScriptElement).text) as { id: string; url: string }[];
const ids = known.map(({ id }) => id);
const boxes = [...document.querySelectorAll<HTMLInputElement>('[data-choose]')];
const output = find(document, '[data-chosen]', HTMLOutputElement);
const clear = find(document, '[data-clear]', HTMLButtonElement);
const comparison = find(document, '[data-comparison]', HTMLElement);
let chosen: string[] = [];

const load = remembered(async (id: string): Promise<ComparedExperiment> => {
  const listed = known.find((each) => each.id === id);
  if (listed === undefined) throw new Error(`there is no experiment ${id}`);
  return jsonOf(listed.url);
});

const part = (name: string): HTMLElement => find(comparison, `[data-part="${name}"]`, HTMLElement);

function put(name: string, content: Html): void {
  part(name).innerHTML = content.html;
}

async function show(): Promise<void> {
  const wanted = chosen;
  for (const box of boxes) {
    box.checked = wanted.includes(box.value);
    box.disabled = !box.checked && wanted.length === mostCompared;
  }
  clear.hidden = wanted.length === 0;
  output.textContent = ['', 'One chosen: choose another.'][wanted.length] ?? `${wanted.length} chosen, shown below.`;
  if (wanted.length < 2) {
    comparison.hidden = true;
    return;
  }
  try {
    const all = await Promise.all(wanted.map((id) => load(id)));
    if (wanted !== chosen) return;
    comparison.hidden = false;
    draw(all);
  } catch (error) {
    if (wanted !== chosen) return;
    comparison.hidden = true;
    output.textContent = `The data could not be loaded: ${whyOf(error)}. Choose again.`;
  }
}

function draw(all: readonly ComparedExperiment[]): void {
  put('experiments', experimentsHtml(all));
  put('settings', settingsHtml(all));
  put('features', featuresHtml(all));
  put('curves', curvesHtml(all, Math.max(300, Math.min(680, part('curves').clientWidth))));
  offerMatches(all);
}

function offerMatches(all: readonly ComparedExperiment[]): void {
  const [first] = all;
  const others = comparable(all);
  const same = sameNetwork(all);
  if (!isRecorded(first) || others.length === 0) {
    put(
      'matches',
      html`<p class="nothing">No other experiment here shows the text that A shows, token for token, so that neurons cannot be matched.</p>`,
    );
    return;
  }
  const asked = askedNeurons(first);
  if (asked.length === 0) {
    put('matches', html`<p class="nothing">No neuron of A was tested or chosen.</p>`);
    return;
  }
  const bytes = others.reduce((sum, { experiment }) => sum + experiment.recorded.bytes, first.recorded.bytes);
  put(
    'matches',
    html`<p>A and ${others.map(({ index }) => letter(index)).join(', ')} show the same text. Which neurons there are most like those that A ${asked[0]?.claimed ? 'makes claims about' : 'chose for its figures'}?${same !== null && ` A is the same network as ${same}, so that a neuron finds itself where the same component was recorded.`}</p><button type="button" data-match>Match neurons (loads ${Math.ceil(bytes / 1000)} KB)</button><output class="status" data-match-status></output><div data-matched></div>`,
  );
  const button = find(comparison, '[data-match]', HTMLButtonElement);
  button.addEventListener('click', async () => {
    const status = find(comparison, '[data-match-status]', HTMLOutputElement);
    button.disabled = true;
    status.textContent = 'Loading …';
    try {
      const rows = await match(first, asked, others);
      find(comparison, '[data-matched]', HTMLElement).innerHTML = matchTable(rows, first).html;
      status.textContent = 'Matched.';
    } catch (error) {
      button.disabled = false;
      status.textContent = `The activations could not be loaded: ${whyOf(error)}.`;
    }
  });
}

async function match(
  first: RecordedExperiment,
  asked: ReturnType<typeof askedNeurons>,
  others: ReturnType<typeof comparable>,
): Promise<MatchRow[]> {
  const read = async ({ recorded, text }: RecordedExperiment) =>
    standardised(await loadSidecar(recorded.url, recorded.neurons, text.tokens));
  const [own, ...theirs] = await Promise.all([
    read(first),
    ...others.map(async ({ experiment, index }) => ({ experiment, index, reading: await read(experiment) })),
  ]);
  return asked.flatMap((each) =>
    theirs.map(({ experiment, index, reading }) => ({
      asked: each,
      index,
      component: experiment.recorded.component,
      match: bestMatch(own, each.neuron, reading),
    })),
  );
}

function choose(next: string[]): void {
  chosen = next;
  history.replaceState(null, '', `${location.pathname}${writeChosen(chosen)}`);
  void show();
}

for (const box of boxes) {
  box.addEventListener('change', () =>
    choose(box.checked ? [...chosen, box.value] : chosen.filter((id) => id !== box.value)),
  );
}
clear.addEventListener('click', () => {
  choose([]);
  boxes[0]?.focus();
});
/** A page that comes back from the browser's memory may have ticks that its address does not know. */
window.addEventListener('pageshow', () => {
  chosen = readChosen(location.search, ids);
  void show();
});
