/**
 * Brings the live model of a page to life: loads it at the first key, lets it read what is typed and write on from there, and
 * holds a neuron. The computing is done by a worker; a question that has changed replaces the one under way.
 */
import { at, item } from '../../runner/core/at.ts';
import { counted, decimal, integer, quoted } from '../../runner/core/format.ts';
import { csv } from '../../runner/wording/csv.ts';
import { colourCoordinate, cssNumber } from '../figures/colour.ts';
import { scored } from '../words/features/told.ts';
import { folded } from '../words/folded.ts';
import type { LiveData } from '../words/script-data.ts';
import { codePoints, direction, tokenLabel } from '../words/token.ts';
import { addCursor, type Cursor } from './cursor.ts';
import { whyOf } from './fetched.ts';
import { modelLoader } from './live/load.ts';
import type { LiveReading, LiveToken, NextToken, OpenModel } from './live/open.ts';
import type { TypedText, TypedToken } from './live/typed.ts';
import { afterRest, find, onNeuron, saveBlob } from './shared.ts';

/** Milliseconds without a key before what was typed is read. */
const pause = 120;
/** How many tokens the model writes on at a press. */
const writtenMore = 50;
/** Of so many neurons it is said how well they tell the feature. */
const named = 5;

class Live {
  readonly #figure: HTMLElement;
  readonly #data: LiveData;
  readonly #typing: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;
  readonly #controls: HTMLFieldSetElement;
  readonly #status: HTMLElement;
  readonly #block: HTMLElement;
  readonly #neuron: HTMLInputElement;
  readonly #hold: HTMLInputElement;
  readonly #slider: HTMLInputElement;
  readonly #text: LiveText;
  readonly #cursor: Cursor;
  readonly #rest = afterRest(pause, () => void this.#follow());
  #load: () => Promise<OpenModel>;
  #model: OpenModel | null = null;
  /** Tokens by id, of the model that read what is shown. */
  #vocabulary: readonly string[] = [];
  #typed: TypedText = { tokens: [], ids: [], total: 0, respelt: '' };
  /** Tokens that the reader wants written, and with which noise. */
  #count = 0;
  #row = 0;

  constructor(figure: HTMLElement) {
    this.#figure = figure;
    this.#data = JSON.parse(find(figure, '[data-live-data]', HTMLScriptElement).text) as LiveData;
    this.#typing = find(figure, '[data-live-text]', HTMLTextAreaElement);
    this.#button = find(figure, '[data-live-load]', HTMLButtonElement);
    this.#controls = find(figure, '[data-live-controls]', HTMLFieldSetElement);
    this.#status = this.#part('status');
    this.#block = this.#part('tokens');
    this.#neuron = this.#input('neuron');
    this.#hold = this.#input('hold');
    this.#slider = this.#input('slider');
    this.#text = createLiveText(this.#block, this.#data.limits);
    this.#cursor = addCursor(this.#block, this.#text.tokens, {
      readout: this.#part('readout'),
      describe: (position) => {
        const label = quoted(tokenLabel(item(this.#text.tokens, position).textContent));
        const read = this.#text.at(position);
        return `Token ${position}, ${label}: ${read === null ? 'not read' : decimal(read.value)}`;
      },
    });
    this.#load = this.#loader();
    this.#listen();
    this.#showHold();
    this.#part('panel').hidden = false;
    this.#part('about').hidden = false;
  }

  #part(name: string): HTMLElement {
    return find(this.#figure, `[data-live-${name}]`, HTMLElement);
  }

  #input(name: string): HTMLInputElement {
    return find(this.#figure, `[data-live-${name}]`, HTMLInputElement);
  }

  #loader(): () => Promise<OpenModel> {
    return modelLoader(this.#data, find(this.#figure, '[data-live-progress]', HTMLProgressElement));
  }

  #nameOf = (id: number): string => item(this.#vocabulary, id);

  #listen(): void {
    const begin = () => void this.#begin();
    const follow = () => void this.#follow();
    this.#button.addEventListener('click', begin);
    // After a failure the button tries again, not every key.
    this.#typing.addEventListener('input', begin, { once: true });
    this.#typing.addEventListener('input', () => {
      this.#count = 0;
      this.#rest.heard();
    });
    for (const preset of this.#figure.querySelectorAll<HTMLButtonElement>('[data-live-preset]'))
      preset.addEventListener('click', () => {
        this.#typing.value = preset.value;
        this.#typing.dispatchEvent(new Event('input'));
      });
    this.#neuron.addEventListener('change', () => this.#choose(this.#neuron.valueAsNumber));
    onNeuron((neuron) => this.#choose(neuron));
    for (const control of [this.#hold, this.#slider]) {
      control.addEventListener('input', () => {
        this.#showHold();
        follow();
      });
    }
    this.#part('write').addEventListener('click', () => {
      this.#count += writtenMore;
      follow();
    });
    this.#part('clear').addEventListener('click', () => {
      this.#count = 0;
      this.#row++;
      follow();
    });
    this.#part('save').addEventListener('click', () => this.#save());
  }

  async #begin(): Promise<void> {
    this.#part('panel').dataset.asked = '';
    this.#status.textContent = 'Loading …';
    try {
      this.#model = await this.#load();
    } catch (error) {
      this.#failed('could not be loaded', error);
      return;
    }
    this.#vocabulary = this.#model.vocabulary.tokens;
    this.#controls.disabled = false;
    // The reader who pressed the button stands on it; it goes, so the text is next.
    if (document.activeElement === this.#button) this.#typing.focus({ preventScroll: true });
    this.#button.hidden = true;
    await this.#follow();
  }

  #failed(how: string, error: unknown): void {
    this.#status.textContent = `The model ${how} (${whyOf(error)}). Press ‘Load the model’ to try again.`;
    this.#model = null;
    this.#load = this.#loader();
    this.#controls.disabled = true;
    this.#button.hidden = false;
  }

  async #follow(): Promise<void> {
    this.#rest.cancel();
    const model = this.#model;
    if (model === null) return;
    const { marks, most, temperature } = this.#data;
    const typed = model.typed(this.#typing.value, most);
    const { tokens, ids: prompt } = typed;
    const neuron = Number(this.#neuron.value);
    const count = prompt.length === 0 ? 0 : Math.min(this.#count, most - prompt.length);
    this.#typed = typed;
    this.#count = count;
    this.#text.type(tokens);
    this.#block.dir = direction(tokens.map(({ token }) => token));
    this.#block.classList.toggle('writing', count > 0);
    const clamp = this.#hold.checked ? { neuron, value: this.#slider.valueAsNumber } : null;
    const words = marks && tokens.flatMap(({ id, token }) => (id === null ? [] : [token]));
    const question = { prompt, count, temperature, row: this.#row, clamp, neuron, words };
    try {
      const answer = await model.ask(question, (from, read) => {
        this.#text.read(from, read, this.#nameOf);
        if (count > 0) this.#block.scrollTop = this.#block.scrollHeight;
      });
      if (answer === null) return;
      this.#showNext(answer.next);
      this.#cursor.refresh();
      this.#status.textContent = model.report(typed, this.#text.tokens.length - tokens.length, most);
      if (marks === null) return;
      const carriers = new Set(answer.told?.carriers.map(this.#text.positionOf));
      for (const [position, token] of this.#text.tokens.entries()) token.classList.toggle('f', carriers.has(position));
      this.#part('marked').textContent = markedSentence(marks.name, answer.told, clamp === null ? neuron : null);
    } catch (error) {
      this.#failed('stopped', error);
    }
  }

  #choose(neuron: number): void {
    this.#neuron.value = String(Math.max(0, Math.min(this.#data.units - 1, Math.round(neuron) || 0)));
    this.#part('shown').textContent = `Neuron ${this.#neuron.value}`;
    void this.#follow();
  }

  #showHold(): void {
    this.#slider.disabled = !this.#hold.checked;
    this.#part('value').textContent = decimal(this.#slider.valueAsNumber);
  }

  /** Each row has a bar of its probability; rows without a token get dashes. */
  #showNext(next: readonly NextToken[]): void {
    const { rows } = find(this.#figure, '[data-live-next]', HTMLTableSectionElement);
    for (const [rank, row] of [...rows].entries()) {
      const each = next[rank];
      const cells = each
        ? [
            tokenLabel(this.#nameOf(each.id)),
            decimal(each.probability, 3),
            each.free === null ? '–' : decimal(each.free, 3),
          ]
        : ['–', '–', '–'];
      for (const [column, cell] of [...row.cells].entries()) cell.textContent = item(cells, column);
      row.style.setProperty('--p', String(each?.probability ?? 0));
    }
  }

  #save(): void {
    const rows = this.#text.tokens.map((element, position) => {
      const read = this.#text.at(position);
      const token = this.#typed.tokens[position]?.token ?? (read ? this.#nameOf(read.id) : element.textContent);
      return [position, token, read?.value ?? null];
    });
    const neuron = this.#neuron.value;
    const columns = ['position', 'token', `${this.#data.component} neuron ${neuron}`];
    saveBlob(new Blob([csv(columns, rows)], { type: 'text/csv' }), `neuron-${neuron}.csv`);
  }
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-live]')) new Live(figure);

/** How many tokens carry the feature, and how well the neuron tells them, beside the best. @param neuron null: it is held, and tells nothing. */
function markedSentence(feature: string, told: LiveReading['told'], neuron: number | null): string {
  if (told === null) return 'The pattern of the feature could not be matched.';
  const { carriers, others, effects } = told;
  const all = counted(carriers.length + others, 'token');
  if (carriers.length === 0) return `None of ${all} carry “${feature}”.`;
  const does = carriers.length === 1 ? 'carries' : 'carry';
  const marked = `${integer(carriers.length)} of ${all} ${does} “${feature}”, underlined.`;
  if (others === 0 || neuron === null) return marked;
  const score = (each: number): string => scored(at(effects, each));
  const best = [...effects.keys()].sort((a, b) => folded(at(effects, b)).auc - folded(at(effects, a)).auc);
  const first = best.slice(0, named).map((each) => `${each} (${score(each)})`);
  return `${marked} On your text neuron ${neuron} scores ${score(neuron)}; the best of all: ${first.join(', ')}.`;
}

export interface LiveText {
  /** [tokens], typed and then written; it changes with what is shown. */
  readonly tokens: readonly HTMLElement[];
  /** Sets the typed tokens; those that stay keep their colour until they are read anew. */
  type(tokens: readonly TypedToken[]): void;
  /**
   * Colours the tokens from the `from`th that the model read on; when it is the first, forgets what was written.
   * @param nameOf the token of an id.
   */
  read(from: number, tokens: readonly LiveToken[], nameOf: (id: number) => string): void;
  /** Where what the model read stands: it does not read all that is typed. */
  positionOf(place: number): number;
  /** What the model made of the token at a position; null when it has not read it. */
  at(position: number): LiveToken | null;
}

export function createLiveText(text: HTMLElement, limits: readonly [number, number]): LiveText {
  const tokens: HTMLElement[] = [];
  /** [tokens] Their letters and classes as they were put: others mark them too. */
  const made: string[] = [];
  let read: (LiveToken | null)[] = [];
  let typed = 0;
  /** Positions of the typed tokens that the model reads. */
  let readable: number[] = [];

  function put(position: number, token: string, ...classes: readonly string[]): void {
    const code = codePoints(token);
    const wanted = [...classes, ...(token === '\n' ? ['n'] : []), ...(code === null ? [] : ['c'])].join(' ');
    const shown = code ?? token;
    const old = tokens[position];
    if (old !== undefined && made[position] === `${wanted}/${shown}`) return;
    const element = document.createElement('bdi');
    element.textContent = shown;
    element.className = wanted;
    if (old) old.replaceWith(element);
    else text.append(element);
    tokens[position] = element;
    made[position] = `${wanted}/${shown}`;
    read[position] = null;
  }

  function cut(length: number): void {
    for (const element of tokens.splice(length)) element.remove();
    read = read.slice(0, length);
  }

  const positionOf = (place: number): number => readable[place] ?? typed + place - readable.length;

  return {
    tokens,
    type(next) {
      // What was written may stand on until the model has read: the text does not flicker.
      if (next.length < typed) cut(next.length);
      next.forEach(({ token, known }, position) => {
        put(position, token, ...(known ? [] : ['u']));
      });
      typed = next.length;
      readable = next.flatMap(({ id }, position) => (id === null ? [] : [position]));
    },
    read(from, given, nameOf) {
      if (from === 0) cut(typed + Math.max(0, given.length - readable.length));
      given.forEach((token, index) => {
        const position = positionOf(from + index);
        if (position >= typed) put(position, nameOf(token.id), 'w');
        read[position] = token;
        tokens[position]?.style.setProperty('--a', cssNumber(colourCoordinate(token.value, limits)));
      });
    },
    positionOf,
    at: (position) => read[position] ?? null,
  };
}
