/** The comparison: which experiments are chosen is kept in the address; their data are fetched as they are chosen. */

import type { ComparedExperiment } from '../words/compare/compared.ts';
import type { Html } from '../words/html.ts';
import { mostCompared, readChosen, writeChosen } from './compare/address.ts';
import { curvesHtml } from './compare/curves-view.ts';
import { experimentsHtml, featuresHtml, settingsHtml } from './compare/view.ts';
import { jsonOf, remembered, whyOf } from './fetched.ts';
import { find } from './find.ts';

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
