/**
 * Brings the highlighted texts of a page to life: any neuron, either text, any component, kept in the address. The
 * static page shows the first neuron without it; side-cars are fetched when they are first needed.
 */
import { activationsOf } from '../../runner/results/activations.ts';
import { colourCoordinate, cssNumber } from '../lib/colour.ts';
import { readHash, type TextState, writeHash } from '../lib/hash.ts';
import { decimal, limit } from '../lib/numbers.ts';
import type { ReadingData } from '../lib/reading-data.ts';
import { tokenLabel } from '../lib/token.ts';
import { announceNeuron } from './chosen-neuron.ts';
import { addCursor, type Cursor } from './cursor.ts';
import { find } from './find.ts';
import { connectPicker } from './picker.ts';
import { loadSidecar } from './sidecars.ts';

interface ShownText {
  section: HTMLElement;
  tokens: HTMLElement[];
  cursor: Cursor;
  /** What its colours show: a key of component and neuron, and the values. */
  painted: string;
  values: ArrayLike<number>;
}

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-reading-data]', HTMLScriptElement).text) as ReadingData;
  const status = find(figure, '[data-status]', HTMLElement);
  const readout = find(figure, '[data-readout]', HTMLElement);
  let state: TextState = { feature: data.feature, neuron: data.neuron, text: data.text, component: null };

  const texts = new Map<string, ShownText>();
  for (const section of figure.querySelectorAll<HTMLElement>('[data-text]')) {
    const text = find(section, '[data-tokens]', HTMLElement);
    const tokens = [...text.querySelectorAll('bdi')];
    const limits = data.components[data.component]?.limits ?? [-1, 1];
    const full = Math.max(Math.abs(limits[0]), Math.abs(limits[1]));
    const values = tokens.map((token) => Number(token.style.getPropertyValue('--a')) * full);
    const shown: ShownText = { section, tokens, painted: key(state), values, cursor: { refresh: () => undefined } };
    shown.cursor = addCursor(text, tokens, readout, (position) => {
      const token = tokens[position];
      const label = token?.classList.contains('n') ? '↵' : tokenLabel(token?.textContent ?? '');
      return `Token ${position}, “${label}”: ${decimal(shown.values[position] ?? 0)}`;
    });
    texts.set(section.dataset.text ?? '', shown);
  }

  const picker = connectPicker(figure, data, (change) => {
    state = { ...state, ...change };
    if (state.component === data.component) state.component = null;
    history.replaceState(null, '', writeHash(state));
    announceNeuron(state.neuron);
    void render();
  });

  /** '<component>.<layer>/<neuron>', which says what colours mean. */
  function key({ component, neuron }: TextState): string {
    return `${component ?? data.component}/${neuron}`;
  }

  async function render(): Promise<void> {
    picker.show(state);
    for (const [name, { section }] of texts) section.hidden = name !== state.text;
    const wanted = state;
    const text = texts.get(wanted.text);
    const component = data.components[wanted.component ?? data.component];
    const file = component?.files[wanted.text];
    if (!text || !component) return;
    if (text.painted !== key(wanted)) {
      if (!file) {
        status.textContent = `This component was not recorded over the ${wanted.text} text.`;
        return;
      }
      status.textContent = `Loading ${Math.ceil(file.bytes / 1024)} KB …`;
      try {
        const sidecar = await loadSidecar(file.url, data.units, data.tokens[wanted.text]);
        if (wanted !== state) return;
        paint(text, activationsOf(sidecar, wanted.neuron), component.limits);
        text.painted = key(wanted);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        if (wanted === state)
          status.textContent = `The activations could not be loaded (${why}). Choose the neuron again to retry.`;
        return;
      }
    }
    describe(wanted);
    text.cursor.refresh();
  }

  function describe({ neuron, component: key, text }: TextState): void {
    const component = data.components[key ?? data.component];
    if (!component) return;
    const [low, high] = component.limits;
    const score = data.relevance?.[neuron];
    find(figure, '[data-shown]', HTMLElement).textContent = `Neuron ${neuron}`;
    find(figure, '[data-shown-component]', HTMLElement).textContent = component.name;
    find(figure, '[data-low]', HTMLElement).textContent = limit(low);
    find(figure, '[data-high]', HTMLElement).textContent = limit(high);
    find(figure, '[data-note]', HTMLElement).textContent = component.note;
    find(figure, '[data-ramp]', HTMLElement).classList.toggle('gate', low === 0);
    status.textContent = `${text} text${score === undefined ? '' : `, relevance ${decimal(score)}`}`;
  }

  function follow(): void {
    const asked = readHash(location.hash);
    if (!asked || asked.feature !== data.feature) return;
    const known = asked.component && asked.component in data.components ? asked.component : null;
    const neuron = Math.min(asked.neuron ?? state.neuron, data.units - 1);
    state = { ...state, ...asked, neuron, component: known === data.component ? null : known };
    if (!texts.has(state.text)) state.text = data.text;
    announceNeuron(state.neuron);
    void render();
    figure.scrollIntoView({ block: 'start' });
  }

  window.addEventListener('hashchange', follow);
  void render();
  follow();
}

/** Colours the tokens by `values` [tokens]. */
function paint(text: ShownText, values: ArrayLike<number>, limits: readonly [number, number]): void {
  text.values = values;
  text.tokens.forEach((token, position) => {
    token.style.setProperty('--a', cssNumber(colourCoordinate(values[position] ?? 0, limits)));
  });
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-reading]')) bringToLife(figure);
