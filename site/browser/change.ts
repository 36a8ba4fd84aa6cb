/** Holds the neuron of 'Change its mind' where the reader drags it: rows recolour, and are counted. */
import { at, item } from '../../runner/core/at.ts';
import {
  type ChangeData,
  endedOf,
  endsIn,
  heldAt,
  orderOf,
  type Part,
  partsOf,
  type ShownChange,
  unchangedIn,
} from '../words/change.ts';
import { remembered } from '../words/remembered.ts';
import { jsonOf, whyOf } from './fetched.ts';
import { modelLoader } from './live/load.ts';
import { afterRest, find } from './shared.ts';

/** Milliseconds without a key before what was typed is continued. */
const pause = 700;
/** Of a sentence of the reader's own so many tokens are read. */
const most = 60;

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** What a text shares with what stood there before stays; only the rest is new, and comes softly. */
function showParts(element: Element, parts: readonly Part[]): void {
  const before = [...element.querySelectorAll<HTMLElement>('.piece')];
  const isSame = ({ text, end }: Part, index: number): boolean =>
    before[index]?.textContent === text && before[index].classList.contains('end') === end;
  const differs = parts.findIndex((part, index) => !isSame(part, index));
  const shared = before.slice(0, differs < 0 ? parts.length : differs);
  const fresh = parts.slice(shared.length).map(({ text, end }) => {
    const className = `piece${end ? ' end' : ''}${before.length > 0 && !calm.matches ? ' fresh' : ''}`;
    return made('i', { className, textContent: text });
  });
  element.replaceChildren(...shared, ...fresh);
}

const made = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, facts: Partial<HTMLElementTagNameMap[Tag]> = {}) =>
  Object.assign(document.createElement(tag), facts);

function button(...content: Node[]): HTMLButtonElement {
  const element = made('button', { type: 'button' });
  element.append(...content);
  return element;
}

/** What the address says: the sentence, what the neuron is held at, and the row that is read in large. */
interface Address {
  sentence: number;
  held: string | null;
  /** NaN where it says nothing of it. */
  row: number;
}

function readAddress(): Address | null {
  const fields = new URLSearchParams(location.hash.slice(1));
  const [sentence, row] = [Number(fields.get('sentence')) - 1, Number(fields.get('row') ?? Number.NaN) - 1];
  return sentence >= 0 ? { sentence, held: fields.get('held'), row } : null;
}

/** The sentence of the reader's own, beside those of the page. */
const ownPlace = -1;

class Board {
  readonly #data: ChangeData;
  readonly #get: (sentence: number) => Promise<ShownChange>;
  readonly #live: HTMLElement;
  readonly #range: HTMLInputElement;
  readonly #free: HTMLButtonElement;
  readonly #list: HTMLOListElement;
  readonly #projector: HTMLButtonElement;
  readonly #choices: HTMLInputElement[];
  readonly #bars: HTMLButtonElement[];
  readonly #largest: number;
  #change: ShownChange;
  /** The sentence, one of its runs (0: the neuron is left alone), and the row that is read in large. */
  #chosen = 0;
  #run = 0;
  #row = 0;
  /** Counts what the reader asked for, so that what comes late is left. */
  #asked = 0;

  constructor(
    root: HTMLElement,
    data: ChangeData,
    first: ShownChange,
    get: (sentence: number) => Promise<ShownChange>,
  ) {
    this.#data = data;
    this.#get = get;
    this.#live = find(root, '.played', HTMLElement);
    this.#range = find(root, 'input[type="range"]', HTMLInputElement);
    this.#free = find(root, '.free', HTMLButtonElement);
    this.#list = find(root, '.rows', HTMLOListElement);
    this.#projector = find(root, '[data-projector]', HTMLButtonElement);
    this.#choices = [...root.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
    const { runs } = item(first.sentences, 0);
    this.#largest = Math.max(...runs.map(({ value }) => Math.abs(value ?? 0)));
    this.#bars = runs.map((_, run) => {
      const bar = button(made('i'), made('span'));
      bar.tabIndex = -1;
      bar.setAttribute('aria-hidden', 'true');
      bar.addEventListener('click', () => this.#set({ run }));
      return bar;
    });
    this.#part('.bars.alone').append(...this.#bars.slice(0, 1));
    this.#part('.bars.held').append(...this.#bars.slice(1));
    this.#change = first;
    this.#listen();
    if (data.own !== null) this.#connectOwn(data.own);
    this.#followAddress(first);
  }

  get #sentence(): ShownChange['sentences'][number] {
    return item(this.#change.sentences, 0);
  }

  #part(selector: string): HTMLElement {
    return find(this.#live, selector, HTMLElement);
  }

  #listen(): void {
    this.#range.addEventListener('input', () => this.#set({ run: Number(this.#range.value) + 1 }));
    // Taken hold of where it stands, it moves nothing, and is held all the same.
    this.#range.addEventListener('pointerup', () => this.#set({ run: Number(this.#range.value) + 1 }));
    this.#free.addEventListener('click', () => this.#set({ run: 0 }));
    for (const [sentence, choice] of this.#choices.entries())
      choice.addEventListener('change', async () => {
        if (await this.#choose(sentence)) this.#set({});
      });
    this.#list.addEventListener('keydown', (event) => this.#stepRow(event));
    this.#live.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape') return;
      if (document.body.classList.contains('projecting')) this.#project(false);
      else this.#set({ run: 0 });
    });
    this.#projector.addEventListener('click', () => this.#project(!document.body.classList.contains('projecting')));
    addEventListener('hashchange', () => this.#followAddress());
  }

  /** @param first what is shown where the address says nothing of it. */
  async #followAddress(first?: ShownChange): Promise<void> {
    const asked = readAddress();
    if (asked !== null && (await this.#choose(asked.sentence))) {
      this.#run = Math.max(
        0,
        this.#sentence.runs.findIndex(({ value }) => value !== null && String(value) === asked.held),
      );
      if (this.#sentence.runs[0]?.rows[asked.row] !== undefined) this.#row = asked.row;
      this.#live.classList.add('touched');
    } else if (first) this.#take(first, 0);
    else return;
    this.#show();
  }

  /** @returns false where it does not come, or another was asked for meanwhile. */
  async #choose(sentence: number): Promise<boolean> {
    const asked = ++this.#asked;
    const change = await this.#get(sentence).catch(() => null);
    if (change === null || asked !== this.#asked) return false;
    this.#take(change, sentence);
    return true;
  }

  #connectOwn(model: NonNullable<ChangeData['own']>): void {
    const own = find(this.#live, '.own', HTMLElement);
    const [field, said] = [find(own, 'input', HTMLInputElement), find(own, 'output', HTMLOutputElement)];
    const loader = () => modelLoader({ ...model, marks: null }, find(own, 'progress', HTMLProgressElement));
    let load = loader();
    const typing = afterRest(pause, () => void write());
    const write = async (): Promise<void> => {
      typing.cancel();
      if (field.value.trim() === '') return;
      const asked = ++this.#asked;
      try {
        const came = [load(), jsonOf<ShownChange>(this.#data.whole), import('./live/own-sentence.ts')] as const;
        const [network, published, { ownSentence }] = await Promise.all(came);
        // Behind a space a mark opens a quotation and closes none.
        const typed = network.typed(field.value.trim(), most);
        const { rows } = item(item(published.sentences, 0).runs, 0);
        for await (const change of ownSentence(network, typed, published)) {
          if (asked !== this.#asked) return;
          const tried = item(item(change.sentences, 0).runs, 0).rows.length;
          const isFirst = this.#chosen !== ownPlace;
          this.#take(change, ownPlace);
          if (isFirst) this.#set({});
          else this.#show();
          said.textContent =
            tried < rows.length ? `Tried ${tried} of ${rows.length} times …` : network.report(typed, 0, most);
        }
      } catch (error) {
        load = loader();
        said.textContent = `The network could not be used (${whyOf(error)}). Press Enter to try again.`;
      }
    };
    field.addEventListener('input', () => {
      // The first key loads it; what fails is said when it is asked.
      load().catch(() => {});
      typing.heard();
    });
    field.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') void write();
    });
    field.value = new URLSearchParams(location.hash.slice(1)).get('own') ?? '';
    if (field.value !== '') said.textContent = 'Press Enter to try it.';
  }

  #stepRow(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const order = orderOf(this.#sentence.runs);
    const next = Math.max(0, Math.min(order.length - 1, order.indexOf(this.#row) + step));
    this.#set({ row: at(order, next) });
    this.#list.querySelectorAll('button')[next]?.focus();
    event.preventDefault();
  }

  #project(on: boolean): void {
    document.body.classList.toggle('projecting', on);
    this.#projector.setAttribute('aria-pressed', String(on));
    this.#projector.textContent = on ? 'Leave' : 'Projector';
  }

  #set({ run = this.#run, row = this.#row }): void {
    [this.#run, this.#row] = [run, row];
    this.#live.classList.add('touched');
    this.#show();
    const isOwn = this.#chosen === ownPlace;
    const own = { own: this.#sentence.tokens.join('') };
    const fields = new URLSearchParams(isOwn ? own : { sentence: String(this.#chosen + 1) });
    const { value } = item(this.#sentence.runs, run);
    if (value !== null) fields.set('held', String(value));
    fields.set('row', String(row + 1));
    history.replaceState(null, '', `#${fields}`);
  }

  /** All that belongs to a sentence whatever the neuron is held at. */
  #take(change: ShownChange, chosen: number): void {
    [this.#change, this.#chosen] = [change, chosen];
    const { tokens, runs, lead } = this.#sentence;
    this.#row = lead;
    this.#part('.unchanged').textContent = unchangedIn(runs, this.#data);
    this.#part('.given').replaceChildren(...tokens.map((token) => made('span', { textContent: token })));
    for (const [index, bar] of this.#bars.entries()) {
      const run = item(runs, index);
      bar.style.setProperty('--share', String(endedOf(run) / run.rows.length));
      find(bar, 'span', HTMLElement).textContent = String(endedOf(run));
    }
    const rows = orderOf(runs).map((row) => {
      const choice = button(made('span', { className: 'dot' }), made('bdi', { className: 'text' }));
      choice.dataset.row = String(row);
      choice.addEventListener('click', () => this.#set({ row }));
      const entry = made('li');
      entry.append(choice);
      return entry;
    });
    this.#list.replaceChildren(...rows);
  }

  #show(): void {
    const { runs, states } = this.#sentence;
    const run = item(runs, this.#run);
    const [count, rows] = [endedOf(run), run.rows.length];
    for (const [index, choice] of this.#choices.entries()) choice.checked = index === this.#chosen;
    for (const [index, token] of [...this.#part('.given').children].entries())
      if (token instanceof HTMLElement) this.#colour(token, run.value ?? at(states, index));
    for (const choice of this.#list.querySelectorAll('button')) this.#showRow(choice, Number(choice.dataset.row));
    showParts(this.#part('.tail'), partsOf(this.#change, run, this.#row));
    const how = run.value === null ? 'left alone' : `held at ${heldAt(run.value)} throughout`;
    this.#part('output b').textContent = String(count);
    this.#part('output .all').textContent = String(rows);
    this.#part('.count small').textContent = `Neuron ${this.#change.neuron} ${how}.`;
    this.#range.value = String(run.value === null ? this.#nearest() : this.#run - 1);
    this.#range.classList.toggle('idle', run.value === null);
    this.#range.setAttribute('aria-valuetext', `${how}: ${count} of ${rows} ${this.#data.ends}`);
    this.#free.setAttribute('aria-pressed', String(run.value === null));
    for (const [index, bar] of this.#bars.entries()) bar.toggleAttribute('data-on', index === this.#run);
  }

  #showRow(choice: HTMLButtonElement, row: number): void {
    const run = item(this.#sentence.runs, this.#run);
    showParts(find(choice, '.text', HTMLElement), partsOf(this.#change, run, row));
    find(choice, '.dot', HTMLElement).classList.toggle('ends', endsIn(run, row));
    choice.setAttribute('aria-pressed', String(row === this.#row));
    choice.tabIndex = row === this.#row ? 0 : -1;
  }

  #colour(token: HTMLElement, value: number): void {
    token.style.setProperty('--a', String(Math.max(-1, Math.min(1, value / this.#largest))));
  }

  /** The place on the scale that is nearest to the neuron's own value at the end of the sentence. */
  #nearest(): number {
    const { runs, states } = this.#sentence;
    const distances = runs.slice(1).map(({ value }) => Math.abs((value ?? 0) - at(states, states.length - 1)));
    return distances.indexOf(Math.min(...distances));
  }
}

async function bringToLife(root: HTMLElement): Promise<void> {
  const data = JSON.parse(root.dataset.change ?? '{}') as ChangeData;
  const get = remembered(async (sentence: number) => jsonOf<ShownChange>(item(data.sentences, sentence)));
  // Where it does not come, what stands still stays.
  const first = await get(0).catch(() => null);
  if (first === null) return;
  new Board(root, data, first, get);
  find(root, '.still', HTMLElement).hidden = true;
  find(root, '.played', HTMLElement).hidden = false;
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      near.unobserve(target);
      void bringToLife(target);
    }
  },
  { rootMargin: '600px' },
);
for (const root of document.querySelectorAll<HTMLElement>('[data-change]')) near.observe(root);
