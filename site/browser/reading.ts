/**
 * Brings the highlighted texts of a page to life: any neuron, either text, any component, any token, and the neurons
 * that answer to chosen tokens, all kept in the address. The static page shows the first neuron without it; side-cars
 * are fetched when they are first needed.
 */

import { item } from '../../runner/core/at.ts';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import type { ReadingData } from '../words/script-data.ts';
import { onNeuronLink, pushAddress, writeAddress } from './address.ts';
import { choiceOf, type TokenChoice } from './choice.ts';
import { announceNeuron } from './chosen-neuron.ts';
import { connectExplorer } from './explorer.ts';
import { find } from './find.ts';
import { readHash, type TextState, writeHash } from './hash.ts';
import { connectPicker } from './picker.ts';
import { rankerOf, rankingOfChoice } from './ranking.ts';
import { connectCaption } from './reading/caption.ts';
import { coloursOf, componentOf, nextTextState, nothingElse } from './reading/state.ts';
import { type CursorText, connectTexts } from './reading/texts.ts';
import { markChosen, paint, tokenAfter } from './shown-text.ts';
import { connectTokenDetails, type VisitedToken } from './token-details.ts';

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-reading-data]', HTMLScriptElement).text) as ReadingData;
  let state: TextState = { ...nothingElse, neuron: data.neuron, text: data.text };
  /** The token that is read out, which the pointer may have reached without choosing it. */
  let visited: number | null = null;
  const isWanted = (asked: TextState): boolean => asked === state;

  const picker = connectPicker(figure, data, change);
  const caption = connectCaption(figure, data, isWanted);
  const details = connectTokenDetails(figure, data, (open) => {
    if (open !== state.details) change({ details: open });
  });
  const explorer = connectExplorer(figure, {
    onPattern: (pattern) => change({ pattern, stretch: null }),
    onClear: () => change({ pattern: null, stretch: null }),
    hash: (neuron = state.neuron) => writeHash({ ...state, neuron }),
  });
  const texts = connectTexts(figure, coloursOf(state, data), {
    onVisit(position, text) {
      visited = position;
      showDetails();
      if (text.values === null) void render();
    },
    onChange: change,
  });
  const shown = new Set(texts.keys());

  function change(wanted: Partial<TextState>): void {
    set(wanted);
    writeAddress(writeHash(state));
    void render();
  }

  function set(wanted: Partial<TextState>): void {
    const next = nextTextState(state, wanted, data, shown);
    if (wanted.text !== undefined && wanted.text !== state.text) visited = null;
    if (wanted.neuron !== undefined) announceNeuron(next.neuron);
    state = next;
  }

  async function render(): Promise<void> {
    const asked = state;
    const text = texts.get(asked.text);
    const component = data.components[componentOf(asked, data)];
    if (!text || !component) return;
    const choice = await choiceOf(asked, text.tokens, data.cut);
    if (!isWanted(asked)) return;
    const isSearch = choice.positions.length > 0 || (asked.pattern !== null && !choice.isWrong);
    showChoice(asked, text, choice);
    const isPainted = text.painted === coloursOf(asked, data);
    let sidecar: QuantizedActivations | null = null;
    if (!isPainted || isSearch || (text.values === null && visited !== null)) {
      sidecar = await caption.load(asked, component);
      if (!isWanted(asked)) return;
      if (sidecar === null) {
        explorer.list(null, asked.neuron);
        explorer.show({ ...choice, words: caption.said }, asked.pattern);
        return;
      }
      if (!isPainted || text.values === null) paint(text, activationsOf(sidecar, asked.neuron), component.limits);
      text.painted = coloursOf(asked, data);
    }
    caption.show(asked, component);
    text.cursor.refresh();
    showDetails();
    const ranker = rankerOf(data.atlases[componentOf(asked, data)]);
    const found = isSearch && sidecar !== null ? await rankingOfChoice(ranker, sidecar, chosen(asked, choice)) : null;
    if (isWanted(asked)) explorer.list(found, asked.neuron);
  }

  /** All that needs no activations. */
  function showChoice(asked: TextState, text: CursorText, choice: TokenChoice): void {
    picker.show(asked);
    details.setOpen(asked.details);
    explorer.show(choice, asked.pattern);
    for (const [name, { section }] of texts) section.hidden = name !== asked.text;
    markChosen(text, choice.positions);
    text.cursor.keep(asked.token);
  }

  function showDetails(): void {
    const text = texts.get(state.text);
    details.visit(text && visited !== null ? visitedToken(state, text, visited) : null);
  }

  figure.classList.add('awake');
  void render();
  followAddress(figure, (asked, isLink) => {
    const { neuron, text } = state;
    set(isLink ? { neuron: asked.neuron ?? neuron, text: asked.text ?? text } : { ...nothingElse, ...asked });
    if (isLink) pushAddress(writeHash(state));
    void render();
  });
}

const visitedToken = ({ text, neuron }: TextState, shown: CursorText, position: number): VisitedToken => ({
  text,
  position,
  neuron,
  token: item(shown.tokens, position),
  next: tokenAfter(shown, position),
});

const chosen = ({ stretch, pattern }: TextState, { positions }: TokenChoice) => ({
  positions,
  pattern: stretch === null ? pattern : null,
});

/** `show` hears what an address asks for, now and later, and what a link of the page to a neuron does. */
function followAddress(figure: HTMLElement, show: (asked: Partial<TextState>, isLink: boolean) => void): void {
  function follow(): void {
    const asked = readHash(location.hash);
    if (!asked) return;
    show(asked, false);
    figure.scrollIntoView({ block: 'start' });
  }

  onNeuronLink((asked, link) => {
    show(asked, true);
    if (!figure.contains(link)) figure.scrollIntoView({ block: 'start' });
  });
  window.addEventListener('hashchange', follow);
  follow();
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-reading]')) bringToLife(figure);
