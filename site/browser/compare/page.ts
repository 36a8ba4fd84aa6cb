/** The page that compares experiments: which are chosen stands in its address, what they hold is fetched when they are. */
import type { ComparedExperiment } from '../../words/compared.ts';
import { remembered } from '../../words/remembered.ts';
import { jsonOf, whyOf } from '../fetched.ts';
import { find } from '../shared.ts';
import { mostCompared, readChosen, writeChosen } from './address.ts';
import { featuresHtml, settingsHtml } from './view.ts';

const boxes = [...document.querySelectorAll<HTMLInputElement>('[data-choose]')];
const output = find(document, '[data-chosen]', HTMLOutputElement);
const comparison = find(document, '[data-comparison]', HTMLElement);
let chosen: string[] = [];

const load = remembered((id: string) =>
  jsonOf<ComparedExperiment>(boxes.find(({ value }) => value === id)?.dataset.choose ?? ''),
);

async function show(): Promise<void> {
  const wanted = chosen;
  for (const box of boxes) {
    box.checked = wanted.includes(box.value);
    box.disabled = !box.checked && wanted.length === mostCompared;
  }
  output.textContent = ['', 'One chosen: choose another.'][wanted.length] ?? `${wanted.length} chosen, shown below.`;
  if (wanted.length < 2) {
    comparison.hidden = true;
    return;
  }
  try {
    const all = await Promise.all(wanted.map(load));
    if (wanted !== chosen) return;
    find(comparison, '[data-features]', HTMLElement).innerHTML = featuresHtml(all).html;
    find(comparison, '[data-settings]', HTMLElement).innerHTML = settingsHtml(all).html;
    comparison.hidden = false;
  } catch (error) {
    if (wanted !== chosen) return;
    comparison.hidden = true;
    output.textContent = `The data could not be loaded: ${whyOf(error)}. Choose again.`;
  }
}

for (const box of boxes) {
  box.addEventListener('change', () => {
    chosen = box.checked ? [...chosen, box.value] : chosen.filter((id) => id !== box.value);
    history.replaceState(null, '', `${location.pathname}${writeChosen(chosen)}`);
    void show();
  });
}
/** A page that comes back from the browser's memory may have ticks that its address does not know. */
window.addEventListener('pageshow', () => {
  chosen = readChosen(
    location.search,
    boxes.map(({ value }) => value),
  );
  void show();
});
