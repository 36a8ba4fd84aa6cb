/** Holds the neuron of 'Change its mind' where the reader drags it: rows recolour, and are counted. */
import { at, item } from '../../runner/core/at.ts';
import type { Change } from '../../runner/experiment/results/change-schema.ts';
import { type ChangeWords, heldAt, orderOf, type Part, partsOf, type Readout, readoutOf } from '../words/change.ts';
import { jsonOf } from './fetched.ts';
import { find } from './find.ts';

/** What is shown: a sentence, one of its runs (0: the neuron is left alone), and the row that is read in large. */
interface State {
  sentence: number;
  run: number;
  row: number;
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** What a text shares with what stood there before stays; only the rest is new, and comes softly. */
function showParts(element: Element, parts: readonly Part[]): void {
  const before = [...element.querySelectorAll<HTMLElement>('.piece')];
  const isSame = ({ text, end }: Part, index: number): boolean =>
    before[index]?.textContent === text && before[index].classList.contains('end') === end;
  const differs = parts.findIndex((part, index) => !isSame(part, index));
  const shared = before.slice(0, differs < 0 ? parts.length : differs);
  const fresh = parts.slice(shared.length).map(({ text, end }) => {
    const part = document.createElement('i');
    part.className = `piece${end ? ' end' : ''}${before.length > 0 && !calm.matches ? ' fresh' : ''}`;
    part.textContent = text;
    return part;
  });
  element.replaceChildren(...shared, ...fresh);
  for (const [index, part] of [...shared, ...fresh].entries())
    part.style.setProperty('--lean', String(item(parts, index).lean));
}

function button(...content: Node[]): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.append(...content);
  return made;
}

const element = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className = '', text = '') =>
  Object.assign(document.createElement(tag), { className, textContent: text });

class Board {
  readonly #change: Change;
  readonly #words: ChangeWords;
  readonly #live: HTMLElement;
  readonly #range: HTMLInputElement;
  readonly #free: HTMLButtonElement;
  readonly #list: HTMLOListElement;
  readonly #projector: HTMLButtonElement;
  readonly #choices: HTMLInputElement[];
  readonly #bars: HTMLButtonElement[];
  readonly #largest: number;
  #state: State;
  #readout: Readout;
  #shown = -1;

  constructor(root: HTMLElement, change: Change, words: ChangeWords) {
    this.#change = change;
    this.#words = words;
    this.#live = find(root, '.played', HTMLElement);
    this.#range = find(root, 'input[type="range"]', HTMLInputElement);
    this.#free = find(root, '.free', HTMLButtonElement);
    this.#list = find(root, '.rows', HTMLOListElement);
    this.#projector = find(root, '[data-projector]', HTMLButtonElement);
    this.#choices = [...root.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
    const { runs, lead } = item(change.sentences, 0);
    this.#largest = Math.max(...runs.map(({ value }) => Math.abs(value ?? 0)));
    this.#bars = runs.map((_, run) => {
      const bar = button(element('i'), element('span'));
      bar.tabIndex = -1;
      bar.setAttribute('aria-hidden', 'true');
      bar.addEventListener('click', () => this.#set({ run }));
      return bar;
    });
    find(root, '.bars.alone', HTMLElement).append(...this.#bars.slice(0, 1));
    find(root, '.bars.held', HTMLElement).append(...this.#bars.slice(1));
    this.#readout = readoutOf(item(change.sentences, 0), words);
    const asked = fromAddress(change);
    this.#state = asked ?? { sentence: 0, run: 0, row: lead };
    if (asked !== null) this.#live.classList.add('touched');
    this.#listen();
    this.#show();
  }

  get #sentence(): Change['sentences'][number] {
    return item(this.#change.sentences, this.#state.sentence);
  }

  #listen(): void {
    this.#range.addEventListener('input', () => this.#set({ run: Number(this.#range.value) + 1 }));
    // Taken hold of where it stands, it moves nothing, and is held all the same.
    this.#range.addEventListener('pointerup', () => this.#set({ run: Number(this.#range.value) + 1 }));
    this.#free.addEventListener('click', () => this.#set({ run: 0 }));
    for (const [sentence, choice] of this.#choices.entries())
      choice.addEventListener('change', () => this.#set({ sentence }));
    this.#list.addEventListener('keydown', (event) => this.#stepRow(event));
    this.#live.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape') return;
      if (document.body.classList.contains('projecting')) this.#project(false);
      else this.#set({ run: 0 });
    });
    this.#projector.addEventListener('click', () => this.#project(!document.body.classList.contains('projecting')));
    const copy = find(this.#live, '[data-copy-link]', HTMLButtonElement);
    copy.addEventListener('click', async () => {
      this.#set({});
      copy.textContent = await navigator.clipboard.writeText(location.href).then(
        () => 'Copied',
        () => 'It is in the address bar',
      );
    });
    addEventListener('hashchange', () => {
      this.#state = fromAddress(this.#change) ?? this.#state;
      this.#show();
    });
  }

  #stepRow(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const order = orderOf(this.#sentence.runs, this.#readout);
    const next = Math.max(0, Math.min(order.length - 1, order.indexOf(this.#state.row) + step));
    this.#set({ row: at(order, next) });
    this.#list.querySelectorAll('button')[next]?.focus();
    event.preventDefault();
  }

  #project(on: boolean): void {
    document.body.classList.toggle('projecting', on);
    this.#projector.setAttribute('aria-pressed', String(on));
    this.#projector.textContent = on ? 'Leave' : 'Projector';
  }

  #set(changed: Partial<State>): void {
    const { sentence = this.#state.sentence } = changed;
    if (sentence !== this.#state.sentence) this.#state.row = item(this.#change.sentences, sentence).lead;
    this.#state = { ...this.#state, ...changed };
    this.#live.classList.add('touched');
    this.#show();
    history.replaceState(null, '', addressOf(this.#change, this.#state));
  }

  /** All that belongs to a sentence whatever the neuron is held at. */
  #showSentence(): void {
    const { tokens, runs } = this.#sentence;
    this.#readout = readoutOf(this.#sentence, this.#words);
    const { count } = this.#readout;
    find(this.#live, '.given', HTMLElement).replaceChildren(...tokens.map((token) => element('span', '', token)));
    for (const [index, bar] of this.#bars.entries()) {
      const run = item(runs, index);
      bar.style.setProperty('--share', String(count(run) / run.rows.length));
      find(bar, 'span', HTMLElement).textContent = String(count(run));
    }
    const rows = orderOf(runs, this.#readout).map((row) => {
      const choice = button(element('span', 'dot'), element('bdi', 'text'));
      choice.dataset.row = String(row);
      choice.addEventListener('click', () => this.#set({ row }));
      const entry = element('li');
      entry.append(choice);
      return entry;
    });
    this.#list.replaceChildren(...rows);
    this.#shown = this.#state.sentence;
  }

  #show(): void {
    if (this.#shown !== this.#state.sentence) this.#showSentence();
    const { runs, states } = this.#sentence;
    const run = item(runs, this.#state.run);
    const { count: counted, does } = this.#readout;
    const count = counted(run);
    for (const [index, choice] of this.#choices.entries()) choice.checked = index === this.#state.sentence;
    for (const [index, token] of [...find(this.#live, '.given', HTMLElement).children].entries())
      if (token instanceof HTMLElement) this.#colour(token, run.value ?? at(states, index));
    for (const choice of this.#list.querySelectorAll('button')) this.#showRow(choice, Number(choice.dataset.row));
    showParts(find(this.#live, '.tail', HTMLElement), partsOf(this.#change, run, this.#state.row));
    const how = run.value === null ? 'left alone' : `held at ${heldAt(run.value)} throughout`;
    find(this.#live, 'output b', HTMLElement).textContent = String(count);
    find(this.#live, 'output span', HTMLElement).textContent = does;
    find(this.#live, '.how .does', HTMLElement).textContent = does;
    find(this.#live, '.count small', HTMLElement).textContent = `Neuron ${this.#change.neuron} ${how}.`;
    this.#range.value = String(run.value === null ? this.#ownPlace() : this.#state.run - 1);
    this.#range.classList.toggle('idle', run.value === null);
    this.#range.setAttribute('aria-valuetext', `${how}: ${count} of ${run.rows.length} ${does}`);
    this.#free.setAttribute('aria-pressed', String(run.value === null));
    for (const [index, bar] of this.#bars.entries()) bar.toggleAttribute('data-on', index === this.#state.run);
  }

  #showRow(choice: HTMLButtonElement, row: number): void {
    const run = item(this.#sentence.runs, this.#state.run);
    showParts(find(choice, '.text', HTMLElement), partsOf(this.#change, run, row));
    find(choice, '.dot', HTMLElement).classList.toggle('ends', this.#readout.is(run, row));
    choice.setAttribute('aria-pressed', String(row === this.#state.row));
    choice.tabIndex = row === this.#state.row ? 0 : -1;
  }

  #colour(token: HTMLElement, value: number): void {
    token.style.setProperty('--a', String(Math.max(-1, Math.min(1, value / this.#largest))));
  }

  /** The place on the scale that is nearest to the neuron's own value at the end of the sentence. */
  #ownPlace(): number {
    const { runs, states } = this.#sentence;
    const distances = runs.slice(1).map(({ value }) => Math.abs((value ?? 0) - at(states, states.length - 1)));
    return distances.indexOf(Math.min(...distances));
  }
}

/** `#sentence=2&held=0.4&row=18`, counted from 1; without `held` the neuron is left alone. */
function addressOf({ sentences }: Change, { sentence, run, row }: State): string {
  const fields = new URLSearchParams({ sentence: String(sentence + 1) });
  const { value } = item(item(sentences, sentence).runs, run);
  if (value !== null) fields.set('held', String(value));
  fields.set('row', String(row + 1));
  return `#${fields}`;
}

/** Null where the address says nothing of it. */
function fromAddress({ sentences }: Change): State | null {
  const fields = new URLSearchParams(location.hash.slice(1));
  const sentence = Number(fields.get('sentence')) - 1;
  const own = sentences[sentence];
  if (own === undefined) return null;
  const run = own.runs.findIndex(({ value }) => value !== null && String(value) === fields.get('held'));
  const row = Number(fields.get('row')) - 1;
  return { sentence, run: Math.max(0, run), row: own.runs[0]?.rows[row] === undefined ? own.lead : row };
}

for (const root of document.querySelectorAll<HTMLElement>('[data-change]')) {
  const { file, ...words } = JSON.parse(root.dataset.change ?? '{}') as ChangeWords & { file: string };
  jsonOf<Change>(file).then(
    (change) => {
      new Board(root, change, words);
      find(root, '.still', HTMLElement).hidden = true;
      find(root, '.played', HTMLElement).hidden = false;
    },
    // What stands still stays.
    () => {},
  );
}
