/**
 * Brings the highlighted texts of a page to life: any neuron, either text, any component, any token, and the neurons
 * that answer to chosen tokens, all kept in the address. The static page shows the first neuron without it; side-cars
 * are fetched when they are first needed.
 */
import { activationsOf, type QuantizedActivations } from '../../runner/results/activations.ts';
import type { TextName } from '../../runner/results/schema.ts';
import { neuronHash } from '../words/atlas/hash.ts';
import { decimal, limit } from '../words/numbers.ts';
import { type ReadingComponent, type ReadingData, readingStatus, type SideFile } from '../words/reading-data.ts';
import { tokenLabel } from '../words/token.ts';
import { onNeuronLink, pushAddress, writeAddress } from './address.ts';
import { choiceOf } from './choice.ts';
import { announceNeuron } from './chosen-neuron.ts';
import { addCursor, type Cursor } from './cursor.ts';
import { connectExplorer } from './explorer.ts';
import { find } from './find.ts';
import { readHash, type TextState, writeHash } from './hash.ts';
import { connectPicker } from './picker.ts';
import { rankerOf, rankingOf } from './ranking.ts';
import { followSelection } from './selection.ts';
import { markChosen, paint, type ShownText, shownText, tokenAfter } from './shown-text.ts';
import { loadSidecar } from './sidecars.ts';
import { connectTokenDetails } from './token-details.ts';

interface LiveText extends ShownText {
  cursor: Cursor;
  /** What its colours show: a key of component and neuron. */
  painted: string;
}

/** What an address that does not say so does not show. */
const nothingElse = { component: null, stretch: null, pattern: null, token: null, details: false } as const;

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-reading-data]', HTMLScriptElement).text) as ReadingData;
  const status = find(figure, '[data-status]', HTMLElement);
  const readout = find(figure, '[data-readout]', HTMLElement);
  let state: TextState = { ...nothingElse, neuron: data.neuron, text: data.text };
  /** The token that is read out, which the pointer may have reached without choosing it. */
  let visited: number | null = null;

  const texts = new Map<TextName, LiveText>();
  const picker = connectPicker(figure, data, change);
  const details = connectTokenDetails(figure, data, (open) => {
    if (open !== state.details) change({ details: open });
  });
  const explorer = connectExplorer(figure, {
    onPattern: (pattern) => change({ pattern, stretch: null }),
    onClear: () => change({ pattern: null, stretch: null }),
    hash: (neuron = state.neuron) => writeHash({ ...state, neuron }),
  });
  for (const section of figure.querySelectorAll<HTMLElement>('[data-text]')) addText(section);

  function addText(section: HTMLElement): void {
    const name = section.dataset.text as TextName;
    const shown = shownText(section);
    const { block, elements } = shown;
    const describe = (position: number): string => {
      const value = text.values?.[position];
      const token = `Token ${position}, “${tokenLabel(shown.tokens[position] ?? '')}”`;
      return value === undefined ? token : `${token}: ${decimal(value)}`;
    };
    const cursor = addCursor(block, elements, readout, describe, {
      onVisit(position) {
        if (position === null) return;
        visited = position;
        showDetails();
        if (text.values === null) void render();
      },
      onKeep: (token) => change({ token }),
      onStretch: (stretch) => change({ stretch, pattern: null }),
    });
    followSelection(block, elements, (stretch) => change({ stretch, pattern: null }));
    const text: LiveText = Object.assign(shown, { cursor, painted: key(state) });
    texts.set(name, text);
  }

  /** '<component>.<layer>/<neuron>', which says what colours mean. */
  function key({ component, neuron }: TextState): string {
    return `${component ?? data.component}/${neuron}`;
  }

  function change(wanted: Partial<TextState>): void {
    set(wanted);
    writeAddress(writeHash(state));
    void render();
  }

  /** What the texts and the component lack is left out; positions belong to one text. */
  function set(wanted: Partial<TextState>): void {
    const turned = wanted.text !== undefined && wanted.text !== state.text;
    if (turned) visited = null;
    const next: TextState = { ...state, ...(turned && { stretch: null, token: null }), ...wanted };
    if (!texts.has(next.text)) next.text = data.text;
    const tokens = data.tokens[next.text];
    const component = next.component ?? data.component;
    next.neuron = Math.min(next.neuron, data.units - 1);
    if (component === data.component || !(component in data.components)) next.component = null;
    if (next.token !== null && next.token >= tokens) next.token = null;
    if (next.stretch !== null && next.stretch[1] >= tokens) next.stretch = null;
    if (wanted.neuron !== undefined) announceNeuron(next.neuron);
    state = next;
  }

  async function render(): Promise<void> {
    const wanted = state;
    const text = texts.get(wanted.text);
    const component = data.components[wanted.component ?? data.component];
    if (!text || !component) return;
    const choice = choiceOf(wanted, text.tokens);
    picker.show(wanted);
    details.setOpen(wanted.details);
    explorer.show(choice, wanted.pattern);
    for (const [name, { section }] of texts) section.hidden = name !== wanted.text;
    markChosen(text, choice.positions);
    text.cursor.keep(wanted.token);
    const isAsked = choice.positions.length > 0 || (wanted.pattern !== null && !choice.isWrong);
    const unread = text.values === null && visited !== null;
    let sidecar: QuantizedActivations | null = null;
    if (text.painted !== key(wanted) || isAsked || unread) {
      sidecar = await load(wanted, component.files[wanted.text]);
      if (wanted !== state) return;
      if (sidecar === null) {
        explorer.list(null, wanted.neuron);
        explorer.show({ ...choice, words: status.textContent ?? '' }, wanted.pattern);
        return;
      }
      if (text.painted !== key(wanted) || text.values === null) {
        paint(text, activationsOf(sidecar, wanted.neuron), component.limits);
      }
      text.painted = key(wanted);
    }
    describe(wanted, component);
    text.cursor.refresh();
    showDetails();
    const chosen = { positions: choice.positions, pattern: wanted.stretch === null ? wanted.pattern : null };
    const index = data.atlases[wanted.component ?? data.component];
    const found = isAsked && sidecar !== null ? await rankingOf(rankerOf(index), sidecar, chosen) : null;
    if (wanted === state) explorer.list(found, wanted.neuron);
  }

  /** Null after saying why. */
  async function load(wanted: TextState, file: SideFile | undefined): Promise<QuantizedActivations | null> {
    if (!file) {
      say(`This component was not recorded over the ${wanted.text} text.`);
      return null;
    }
    const slow = setTimeout(() => say(`Loading ${Math.ceil(file.bytes / 1024)} KB …`), 100);
    try {
      return await loadSidecar(file.url, data.units, data.tokens[wanted.text]);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (wanted === state) say(`The activations could not be loaded (${why}). Choose again to retry.`);
      return null;
    } finally {
      clearTimeout(slow);
    }
  }

  /** Screen readers speak what changes here, so only changes are written. */
  function say(words: string): void {
    if (status.textContent !== words) status.textContent = words;
  }

  function describe(wanted: TextState, { limits: [low, high], name, note }: ReadingComponent): void {
    find(figure, '[data-shown]', HTMLElement).textContent = `Neuron ${wanted.neuron}`;
    const profile = figure.querySelector<HTMLAnchorElement>('[data-profile-link]');
    if (profile) profile.hash = neuronHash(wanted.neuron);
    find(figure, '[data-shown-component]', HTMLElement).textContent = name;
    find(figure, '[data-low]', HTMLElement).textContent = limit(low);
    find(figure, '[data-high]', HTMLElement).textContent = limit(high);
    find(figure, '[data-note]', HTMLElement).textContent = note;
    find(figure, '[data-ramp]', HTMLElement).classList.toggle('gate', low === 0);
    say(readingStatus(data, wanted));
  }

  function showDetails(): void {
    const text = texts.get(state.text);
    if (!text || visited === null) {
      details.visit(null);
      return;
    }
    const token = text.tokens[visited] ?? '';
    const next = tokenAfter(text, visited);
    details.visit({ text: state.text, position: visited, neuron: state.neuron, token, next });
  }

  function follow(): void {
    const asked = readHash(location.hash);
    if (!asked) return;
    set({ ...nothingElse, ...asked });
    void render();
    figure.scrollIntoView({ block: 'start' });
  }

  onNeuronLink((asked, link) => {
    const { neuron = state.neuron, text = state.text } = asked;
    set({ neuron, text });
    pushAddress(writeHash(state));
    void render();
    if (!figure.contains(link)) figure.scrollIntoView({ block: 'start' });
  });
  figure.classList.add('live');
  window.addEventListener('hashchange', follow);
  void render();
  follow();
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-reading]')) bringToLife(figure);
