/**
 * Brings the live model of a page to life: loads it when the reader asks, lets it read what is typed and write on from
 * there, and holds a neuron. The computing is done by a worker; a plan that has changed replaces the one under way.
 */
import { Vocabulary } from '../../runner/corpus/vocabulary.ts';
import { direction } from '../words/direction.ts';
import type { LiveData } from '../words/live-data.ts';
import { decimal } from '../words/numbers.ts';
import { tokenLabel } from '../words/token.ts';
import { onNeuron } from './chosen-neuron.ts';
import { addCursor } from './cursor.ts';
import { find } from './find.ts';
import type { FromWorker, ToWorker } from './live/messages.ts';
import { report } from './live/report.ts';
import type { Plan } from './live/session.ts';
import { type TypedToken, typedTokens } from './live/typed.ts';
import { saveValues } from './live-save.ts';
import { createLiveText, showNext } from './live-text.ts';

/** Tokens written at one press of the button. */
const more = 50;
/** Milliseconds without a key before what was typed is read. */
const rest = 120;

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-live-data]', HTMLScriptElement).text) as LiveData;
  const button = find(figure, '[data-live-load]', HTMLButtonElement);
  const progress = find(figure, '[data-live-progress]', HTMLProgressElement);
  const status = find(figure, '[data-live-status]', HTMLElement);
  const controls = find(figure, '[data-live-controls]', HTMLFieldSetElement);
  const typing = find(figure, '[data-live-text]', HTMLTextAreaElement);
  const tokens = find(figure, '[data-live-tokens]', HTMLElement);
  const readout = find(figure, '[data-live-readout]', HTMLElement);
  const input = (name: string) => find(figure, `[data-live-${name}]`, HTMLInputElement);
  const [neuron, hold, slider, temperature, seed] = [
    input('neuron'),
    input('hold'),
    input('slider'),
    input('temperature'),
    input('seed'),
  ];
  const text = createLiveText(tokens, data.limits);

  let model: { vocabulary: Vocabulary; unit: 'word' | 'character' } | null = null;
  let worker: Worker | null = null;
  let loading = false;
  let number = 0;
  let count = 0;
  let typed: { tokens: TypedToken[]; total: number } = { tokens: [], total: 0 };
  let timer = 0;

  const cursor = addCursor(tokens, text.tokens, readout, (position) => {
    const token = text.at(position);
    const label = `Token ${position}, “${tokenLabel(text.tokens[position]?.textContent ?? '')}”`;
    if (token === null) return `${label}: not read`;
    const likely = token.likely.map(({ id, probability }) => `“${nameOf(id)}” ${decimal(probability)}`);
    return `${label}: ${decimal(token.value)}; likeliest next: ${likely.join(', ')}`;
  });

  const nameOf = (id: number): string => tokenLabel(model?.vocabulary.tokens[id] ?? '');
  const post = (message: ToWorker): void => worker?.postMessage(message);

  function failed(why: string): void {
    progress.hidden = true;
    loading = false;
    status.textContent = `The model ${model === null ? 'could not be loaded' : 'stopped'} (${why}). Press ‘Load the model’ to try again.`;
    model = null;
    controls.disabled = true;
    button.hidden = false;
  }

  function load(): void {
    if (loading) return;
    loading = true;
    status.textContent = 'Loading …';
    progress.value = 0;
    progress.hidden = false;
    worker?.terminate();
    worker = new Worker(new URL('./live/worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data: message }: MessageEvent<FromWorker>) => hear(message));
    worker.addEventListener('error', () => failed('its program did not start'));
    const absolute = (url: string): string => new URL(url, location.href).href;
    const { model, weights, component } = data;
    post({
      kind: 'load',
      model: absolute(model.url),
      weights: absolute(weights.url),
      bytes: weights.bytes,
      component,
    });
  }

  function hear(message: FromWorker): void {
    switch (message.kind) {
      case 'loading':
        progress.value = message.bytes / data.weights.bytes;
        return;
      case 'ready':
        ready(message.vocabulary, message.unit);
        return;
      case 'failed':
        failed(message.why);
        return;
      case 'tokens':
        if (message.number !== number || model === null) return;
        text.read(message.from, message.tokens, model.vocabulary.tokens);
        if (count > 0) tokens.scrollTop = tokens.scrollHeight;
        return;
      case 'done':
        if (message.number !== number) return;
        showNext(find(figure, '[data-live-next]', HTMLTableSectionElement), message.next, nameOf);
        cursor.refresh();
        status.textContent = report(typed, text.tokens.length - typed.tokens.length, data.most);
        return;
      default:
        message satisfies never;
    }
  }

  function ready(vocabulary: readonly string[], unit: 'word' | 'character'): void {
    model = { vocabulary: new Vocabulary(vocabulary), unit };
    loading = false;
    progress.hidden = true;
    controls.disabled = false;
    // The reader who pressed the button stands on it; it goes, so the text is next.
    if (document.activeElement === button) typing.focus();
    button.hidden = true;
    follow();
  }

  function follow(): void {
    clearTimeout(timer);
    if (model === null) return;
    typed = typedTokens(typing.value, model.unit, model.vocabulary, data.most);
    const prompt = typed.tokens.flatMap(({ id }) => (id === null ? [] : [id]));
    count = prompt.length === 0 ? 0 : Math.min(count, data.most - prompt.length);
    text.type(typed.tokens);
    tokens.dir = direction(typed.tokens.map(({ token }) => token));
    tokens.classList.toggle('writing', count > 0);
    number++;
    post({ kind: 'follow', number, plan: plan(prompt), neuron: Number(neuron.value) });
  }

  function plan(prompt: readonly number[]): Plan {
    return {
      prompt,
      count,
      temperature: within(temperature, 0, 5, 1),
      seed: Math.round(within(seed, 0, Number.MAX_SAFE_INTEGER, 0)),
      hold: hold.checked ? { neuron: Number(neuron.value), value: slider.valueAsNumber } : null,
    };
  }

  function choose(chosen: number): void {
    const last = data.units - 1;
    neuron.value = String(Math.max(0, Math.min(last, Math.round(chosen) || 0)));
    find(figure, '[data-live-shown]', HTMLElement).textContent = `Neuron ${neuron.value}`;
    follow();
  }

  function showHold(): void {
    slider.disabled = !hold.checked;
    find(figure, '[data-live-value]', HTMLElement).textContent = decimal(slider.valueAsNumber);
  }

  button.addEventListener('click', load);
  typing.addEventListener('input', () => {
    clearTimeout(timer);
    count = 0;
    timer = window.setTimeout(follow, rest);
  });
  neuron.addEventListener('change', () => choose(neuron.valueAsNumber));
  onNeuron(choose);
  for (const control of [hold, slider]) {
    control.addEventListener('input', () => {
      showHold();
      follow();
    });
  }
  for (const control of [temperature, seed]) control.addEventListener('change', follow);
  find(figure, '[data-live-write]', HTMLButtonElement).addEventListener('click', () => {
    count += more;
    follow();
  });
  find(figure, '[data-live-clear]', HTMLButtonElement).addEventListener('click', () => {
    count = 0;
    follow();
  });
  find(figure, '[data-live-save]', HTMLButtonElement).addEventListener('click', () =>
    saveValues(text, typed.tokens, (id) => model?.vocabulary.tokens[id] ?? null, {
      component: data.component,
      neuron: neuron.value,
    }),
  );
  showHold();
  find(figure, '[data-live-panel]', HTMLElement).hidden = false;
  find(figure, '[data-live-about]', HTMLElement).hidden = false;
}

/** The number in a field, within limits; `otherwise` when there is none. */
function within(field: HTMLInputElement, low: number, high: number, otherwise: number): number {
  const value = field.valueAsNumber;
  return Number.isFinite(value) ? Math.max(low, Math.min(high, value)) : otherwise;
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-live]')) bringToLife(figure);
