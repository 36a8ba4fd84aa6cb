/**
 * Brings the highlighted passage of a page to life: any neuron, what the model read or wrote, any token, and the neurons that stand
 * out in a selection, all kept in the address. The static page shows the first neuron without it; files are fetched when they are
 * first needed.
 */
import { item } from '../../runner/core/at.ts';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import type { TextName } from '../../runner/experiment/results/schema.ts';
import type { ReadingData } from '../words/script-data.ts';
import { onHashLink, pushAddress, writeAddress } from './address.ts';
import { answers } from './answers.ts';
import { whyOf } from './fetched.ts';
import { readHash, type TextState, writeHash } from './hash.ts';
import { foundIn } from './reading/selection.ts';
import { connectTexts, placeOf, placesOf, type ShownPassage } from './reading/texts.ts';
import { announceNeuron, find } from './shared.ts';
import { markChosen, paint } from './shown-text.ts';
import { loadSidecar } from './sidecars.ts';

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-reading-data]', HTMLScriptElement).text) as ReadingData;
  const first: TextState = { neuron: data.neuron, text: data.text, stretch: null, token: null };
  let state = first;
  let isVisited = false;
  const texts = connectTexts(figure, data, {
    onVisit(text, place) {
      isVisited = place !== null;
      if (isVisited && text.values === null) void render();
    },
    onChange: change,
  });
  const caption = connectCaption(figure, data, change);

  function change(wanted: Partial<TextState>): void {
    set(wanted);
    writeAddress(writeHash(state));
    void render();
  }

  function set(wanted: Partial<TextState>): void {
    state = nextState(state, wanted, data, texts);
    if (wanted.neuron !== undefined) announceNeuron(state.neuron);
  }

  async function render(): Promise<void> {
    const asked = state;
    const text = texts.get(asked.text);
    if (text === undefined) return;
    for (const [name, { section }] of texts) section.hidden = name !== asked.text;
    markChosen(text, asked.stretch === null ? [] : placesOf(text, asked.stretch));
    text.cursor.keep(asked.token === null ? null : placeOf(text, asked.token));
    caption.show(asked);
    const isPainted = text.painted === asked.neuron;
    if (isPainted && asked.stretch === null && (text.values !== null || !isVisited)) return caption.say('');
    const all = await caption.load(asked, () => asked === state);
    if (all === null || asked !== state) return;
    if (!isPainted || text.values === null) {
      const { from } = text.about;
      text.values = activationsOf(all, asked.neuron).subarray(from, from + text.elements.length);
      paint(text.elements, text.values, data.limits);
      text.painted = asked.neuron;
      text.cursor.refresh();
    }
    if (asked.stretch !== null) caption.tell(asked, asked.stretch, text, all);
  }

  figure.classList.add('awake');
  void render();

  function follow(): void {
    const asked = readHash(location.hash);
    if (!asked) return;
    set({ ...first, ...asked });
    void render();
    figure.scrollIntoView({ block: 'start' });
  }
  onHashLink((hash, link) => {
    const asked = readHash(hash);
    if (!asked) return false;
    set(asked);
    pushAddress(writeHash(state));
    void render();
    if (!figure.contains(link)) figure.scrollIntoView({ block: 'start' });
    return true;
  });
  window.addEventListener('hashchange', follow);
  follow();
}

/** What the passages lack is left out; positions belong to one text. */
function nextState(
  state: TextState,
  wanted: Partial<TextState>,
  { text: main, units }: ReadingData,
  texts: ReadonlyMap<TextName, ShownPassage>,
): TextState {
  const isOther = wanted.text !== undefined && wanted.text !== state.text;
  const next = { ...state, ...(isOther && { stretch: null, token: null }), ...wanted };
  if (!texts.has(next.text)) next.text = main;
  const text = texts.get(next.text);
  const holds = (position: number): boolean => text !== undefined && placeOf(text, position) !== null;
  next.neuron = Math.max(0, Math.min(units - 1, Math.round(next.neuron) || 0));
  if (next.token !== null && !holds(next.token)) next.token = null;
  if (next.stretch !== null && !next.stretch.every(holds)) next.stretch = null;
  return next;
}

/** What stands around the passage: whose colours it shows, what is chosen and found, and what is being loaded. */
function connectCaption(figure: HTMLElement, data: ReadingData, change: (wanted: Partial<TextState>) => void) {
  const status = find(figure, '[data-status]', HTMLElement);
  const found = find(figure, '[data-found]', HTMLElement);
  const invitation = [...found.childNodes];
  const number = find(figure, '[data-choose-neuron]', HTMLInputElement);
  const radios = [...figure.querySelectorAll<HTMLInputElement>('[data-choose-text]')];
  const profile = figure.querySelector<HTMLAnchorElement>('[data-profile-link]');
  const ownProfile = profile?.href ?? '';
  const step = (by: number) => () => change({ neuron: number.valueAsNumber + by });

  /** Screen readers speak what changes here, so only changes are written. */
  function say(words: string): void {
    if (status.textContent !== words) status.textContent = words;
  }

  number.addEventListener('change', step(0));
  find(figure, '[data-previous]', HTMLButtonElement).addEventListener('click', step(-1));
  find(figure, '[data-next]', HTMLButtonElement).addEventListener('click', step(1));
  for (const radio of radios) radio.addEventListener('change', () => change({ text: radio.value as TextName }));

  return {
    say,
    show({ neuron, text, stretch }: TextState): void {
      number.value = String(neuron);
      for (const radio of radios) radio.checked = radio.value === text;
      find(figure, '[data-shown]', HTMLElement).textContent = `neuron ${neuron}`;
      figure.classList.toggle('another', neuron !== data.neuron);
      if (profile) profile.href = neuron === data.neuron ? ownProfile : `${profile.dataset.profileLink}#${neuron}`;
      if (stretch === null) found.replaceChildren(...invitation);
    },
    /** The activations of a text. @returns null after saying why not. */
    async load({ text }: TextState, isWanted: () => boolean): Promise<QuantizedActivations | null> {
      const { values = null, tokens = 0 } = data.texts[text] ?? {};
      if (values === null) return null;
      const slow = setTimeout(() => say(`Loading ${Math.ceil(values.bytes / 1024)} KB …`), 100);
      try {
        const all = await loadSidecar(values.url, data.units, tokens);
        if (isWanted()) say('');
        return all;
      } catch (error) {
        if (isWanted()) say(`The activations could not be loaded (${whyOf(error)}). Choose again to retry.`);
        return null;
      } finally {
        clearTimeout(slow);
      }
    },
    /** The neurons that stand out in a stretch. */
    tell(asked: TextState, stretch: readonly [number, number], text: ShownPassage, all: QuantizedActivations): void {
      const places = placesOf(text, stretch);
      found.replaceChildren(
        ...foundIn(
          places.map((place) => item(text.tokens, place)),
          answers(
            all,
            places.map((place) => place + text.about.from),
          ),
          (neuron) => writeHash({ ...asked, neuron }),
        ),
      );
    },
  };
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-reading]')) bringToLife(figure);
