/**
 * ‘Hold it yourself’: the slider goes through what was worked out when the page was built; once the network is loaded, it
 * answers for any value and any sentence. The computing is done by the live model's worker.
 */
import type { Vocabulary } from '../../../runner/corpus/vocabulary.ts';
import { colourCoordinate, cssNumber } from '../../figures/colour.ts';
import { chance, type HoldData, type HoldReading, holdSentence } from '../../words/article/hold.ts';
import { decimal } from '../../words/numbers.ts';
import { find } from '../find.ts';
import type { FromWorker, LiveToken, ToWorker } from '../live/messages.ts';
import type { Plan } from '../live/session.ts';

/** Milliseconds without a key before what was typed is read. */
const rest = 150;
/** At this temperature the network writes on differently. */
const dice = 0.7;
const most = 120;

/** One question to the worker; the answers come in this order. */
type Ask = 'chance' | 'held' | 'alone';

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-json]', HTMLScriptElement).text) as HoldData;
  const sentence = find(figure, '[data-sentence]', HTMLTextAreaElement);
  const slider = find(figure, '[data-slider]', HTMLInputElement);
  const load = find(figure, '[data-load]', HTMLButtonElement);
  const again = find(figure, '[data-again]', HTMLButtonElement);
  const progress = find(figure, '[data-progress]', HTMLProgressElement);
  const status = find(figure, '[data-status]', HTMLOutputElement);
  const said = find(figure, '[data-said]', HTMLElement);
  let vocabulary: Vocabulary | null = null;
  let typedTokens: typeof import('../live/typed.ts').typedTokens | null = null;
  let worker: Worker | null = null;
  let timer = 0;
  let number = 0;
  let asks: Ask[] = [];
  let asked: Ask | null = null;
  let prompt: number[] = [];
  let written: LiveToken[] = [];
  let seed = 0;
  let temperature = 0;
  /** The prompt, the temperature and the seed of the continuation that is shown on the left. */
  let aloneOf = '';

  function showValue(): void {
    for (const each of figure.querySelectorAll('[data-value]')) each.textContent = decimal(slider.valueAsNumber);
  }

  function showChance(alone: number, held: number): void {
    for (const [name, probability] of [
      ['alone', alone],
      ['held', held],
    ] as const) {
      find(figure, `[data-${name}]`, HTMLElement).textContent = chance(probability);
      find(figure, `[data-${name}-meter]`, HTMLElement).style.setProperty('--p', String(probability));
    }
    said.textContent = holdSentence(data, slider.valueAsNumber, alone, held);
    slider.setAttribute('aria-valuetext', `${decimal(slider.valueAsNumber)}: closing mark ${chance(held)}`);
  }

  function showText(side: 'alone' | 'held', tokens: HoldReading['written']): void {
    find(figure, `[data-${side}-text]`, HTMLElement).replaceChildren(
      ...tokens.map(([token, activation]) => {
        const element = document.createElement('bdi');
        element.textContent = token;
        element.classList.toggle('n', token === '\n');
        element.style.setProperty('--n0', cssNumber(colourCoordinate(activation, data.limits)));
        return element;
      }),
    );
  }

  /** From what the page brought along. */
  function recall(): void {
    const alone = data.readings.find(({ value }) => value === null);
    const held = data.readings.filter(({ value }) => value !== null);
    const near = held.toSorted(
      (a, b) => Math.abs((a.value ?? 0) - slider.valueAsNumber) - Math.abs((b.value ?? 0) - slider.valueAsNumber),
    )[0];
    if (alone === undefined || near === undefined) return;
    showChance(alone.probability, near.probability);
    showText('alone', alone.written);
    showText('held', near.written);
  }

  function follow(): void {
    clearTimeout(timer);
    showValue();
    if (vocabulary === null || typedTokens === null) {
      recall();
      return;
    }
    const { tokens, total } = typedTokens(sentence.value, 'word', vocabulary, most);
    const unknown = tokens.filter(({ known }) => !known).map(({ token }) => token);
    prompt = tokens.flatMap(({ id }) => (id === null ? [] : [id]));
    status.textContent = [
      unknown.length > 0 && `The network does not know ${unknown.map((token) => `“${token}”`).join(', ')}.`,
      total > most && `It reads the first ${most} tokens.`,
    ]
      .filter(Boolean)
      .join(' ');
    const key = JSON.stringify([prompt, temperature, seed]);
    asks = prompt.length === 0 ? [] : key === aloneOf ? ['chance', 'held'] : ['chance', 'held', 'alone'];
    next();
  }

  function next(): void {
    asked = asks.shift() ?? null;
    if (asked === null) return;
    number++;
    written = [];
    const hold = asked === 'alone' ? null : { neuron: data.neuron, value: slider.valueAsNumber };
    const plan: Plan = { prompt, count: asked === 'chance' ? 0 : data.count, temperature, seed, hold };
    const watch = vocabulary?.idOf(data.watch);
    post({ kind: 'follow', number, plan, neuron: data.neuron, ...(watch !== undefined && { watch }) });
  }

  const post = (message: ToWorker): void => worker?.postMessage(message);

  function hear(message: FromWorker): void {
    switch (message.kind) {
      case 'loading':
        progress.value = message.bytes / data.weights.bytes;
        return;
      case 'ready':
        ready(message.vocabulary).catch((error: unknown) => failed(String(error)));
        return;
      case 'failed':
        failed(message.why);
        return;
      case 'tokens':
        if (message.number === number) written = [...written.slice(0, message.from), ...message.tokens];
        return;
      case 'done':
        if (message.number === number) answered(message);
        return;
      default:
        message satisfies never;
    }
  }

  function answered({ watched }: Extract<FromWorker, { kind: 'done' }>): void {
    if (asked === 'chance' && watched) showChance(watched.free ?? watched.probability, watched.probability);
    if (asked === 'held' || asked === 'alone') {
      const tokens = written
        .slice(prompt.length)
        .map(({ id, value }): [string, number] => [vocabulary?.tokens[id] ?? '', value]);
      showText(asked, tokens);
      if (asked === 'alone') aloneOf = JSON.stringify([prompt, temperature, seed]);
    }
    next();
  }

  function begin(): void {
    load.disabled = true;
    progress.hidden = false;
    status.textContent = 'Loading …';
    worker?.terminate();
    worker = new Worker(new URL('../live/worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data: message }: MessageEvent<FromWorker>) => hear(message));
    worker.addEventListener('error', () => failed('its program did not start'));
    const absolute = (url: string): string => new URL(url, location.href).href;
    const { model, weights, component } = data;
    post({ kind: 'load', model: absolute(model.url), weights: absolute(weights.url), bytes: weights.bytes, component });
  }

  /** What only a loaded network needs comes when it is there. */
  async function ready(tokens: readonly string[]): Promise<void> {
    const [{ Vocabulary }, typed] = await Promise.all([
      import('../../../runner/corpus/vocabulary.ts'),
      import('../live/typed.ts'),
    ]);
    vocabulary = new Vocabulary(tokens);
    typedTokens = typed.typedTokens;
    progress.hidden = true;
    status.textContent = '';
    again.hidden = false;
    slider.step = String((data.limits[1] - data.limits[0]) / 100);
    sentence.readOnly = false;
    sentence.focus();
    load.hidden = true;
    follow();
  }

  function failed(why: string): void {
    vocabulary = null;
    progress.hidden = true;
    load.hidden = false;
    load.disabled = false;
    again.hidden = true;
    sentence.readOnly = true;
    sentence.value = data.sentence;
    slider.step = String((data.limits[1] - data.limits[0]) / (data.readings.length - 2));
    temperature = 0;
    aloneOf = '';
    status.textContent = `The network could not be used (${why}). Press the button to try again.`;
    follow();
  }

  load.addEventListener('click', begin);
  again.addEventListener('click', () => {
    temperature = dice;
    seed++;
    follow();
  });
  slider.addEventListener('input', follow);
  sentence.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(follow, rest);
  });
  for (const part of ['[data-slide]', '[data-load-row]']) find(figure, part, HTMLElement).hidden = false;
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-hold]')) bringToLife(figure);
