/**
 * ‘Hold it yourself’: the slider goes through what was worked out when the page was built; once the network is loaded, it
 * answers for any sentence. The computing is done by the live model's worker.
 */
import { item } from '../../../runner/core/at.ts';
import { changedSentence, closingSentence, type HoldData, mostChanged } from '../../words/article/hold.ts';
import { whyOf } from '../fetched.ts';
import { find } from '../find.ts';
import { connectLoading, type LoadedModel } from '../live/loading.ts';
import type { Plan } from '../live/session.ts';
import type { TypedText } from '../live/typed.ts';
import { afterRest } from '../rest.ts';
import { holdView, type Side } from './hold-view.ts';

/** Milliseconds without a key before what was typed is read. */
const pause = 150;
/** At this temperature the network writes on differently. */
const dice = 0.7;
const most = 120;
/** How often the watched token comes within so many tokens is told of so many continuations, each by its own seed. */
const soon = { tokens: 10, tries: 40 } as const;

const elementsOf = (figure: HTMLElement) => ({
  sentence: find(figure, '[data-sentence]', HTMLTextAreaElement),
  button: find(figure, '[data-load]', HTMLButtonElement),
  again: find(figure, '[data-again]', HTMLButtonElement),
  progress: find(figure, '[data-progress]', HTMLProgressElement),
  status: find(figure, '[data-status]', HTMLOutputElement),
});

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-json]', HTMLScriptElement).text) as HoldData;
  const { neuron, count } = data;
  const { sentence, button, again, progress, status } = elementsOf(figure);
  const view = holdView(figure, data, () => void follow());
  const typing = afterRest(pause, () => void follow());
  let model: LoadedModel | null = null;
  let writing = { seed: 0, temperature: 0 };
  /** The prompt and the way of writing of the continuation that is shown on the left. */
  let aloneOf = '';

  async function follow(): Promise<void> {
    typing.cancel();
    if (model === null) {
      view.recall(sentence.value);
      return;
    }
    const typed = model.typed(sentence.value, most);
    status.textContent = notRead(typed);
    model.leave();
    if (typed.ids.length === 0) {
      view.clear();
      aloneOf = '';
      status.textContent = 'Write something for the network to read.';
      return;
    }
    try {
      await askAll(model, typed.ids);
    } catch (error) {
      failed(whyOf(error));
    }
  }

  /** The chances first, then the continuations; a change of the reader's ends it. */
  async function askAll({ ask, vocabulary }: LoadedModel, prompt: number[]): Promise<void> {
    const hold = { neuron, value: view.value() };
    const plan: Plan = { prompt, count: 0, hold, ...writing };
    const watch = vocabulary.idOf(data.watch);
    if (watch === undefined) throw new Error(`it does not know “${data.watch}”`);
    const answer = await ask({ plan, neuron, watch });
    if (answer === null) return;
    const { watched, words } = answer;
    if (watched) view.chances(watched.free ?? watched.probability, watched.probability);
    const next = words && { held: words.probability, alone: words.free ?? words.probability };
    const changed = next === null ? '' : changedSentence(mostChanged(next, vocabulary.tokens));
    view.changed(changed);

    async function write(side: Side): Promise<boolean> {
      const answer = await ask({ plan: { ...plan, count, hold: side === 'held' ? hold : null }, neuron });
      if (answer === null) return false;
      const written = answer.tokens.slice(prompt.length);
      const tokens = written.map(({ id, value }): [string, number] => [item(vocabulary.tokens, id), value]);
      view.text(side, tokens);
      return true;
    }

    const own = JSON.stringify([prompt, writing]);
    if (!((await write('held')) && (own === aloneOf || (await write('alone'))))) return;
    aloneOf = own;
    const marks = await marksSoon(ask, { prompt, neuron, watch, hold });
    if (marks !== null) view.changed(`${changed} ${closingSentence(soon, marks)}`.trim());
  }

  function loaded(network: LoadedModel): void {
    model = network;
    again.hidden = false;
    // The reader who pressed the button stands on it; it goes.
    if (document.activeElement === button) sentence.focus({ preventScroll: true });
    button.hidden = true;
    void follow();
  }

  function failed(why: string): void {
    model = null;
    button.hidden = false;
    again.hidden = true;
    writing = { seed: writing.seed, temperature: 0 };
    aloneOf = '';
    status.textContent = `The network could not be used (${why}). Press the button to try again.`;
    void follow();
  }

  connectLoading({ button, typing: sentence, progress, status }, data, { onLoaded: loaded, onFailed: failed });
  again.addEventListener('click', () => {
    writing = { seed: writing.seed + 1, temperature: dice };
    void follow();
  });
  sentence.addEventListener('input', typing.heard);
  for (const part of ['[data-slide]', '[data-load-row]']) find(figure, part, HTMLElement).hidden = false;
  sentence.readOnly = false;
}

/** In how many continuations the watched token comes soon; null when another question has come. */
async function marksSoon(
  ask: LoadedModel['ask'],
  { prompt, neuron, watch, hold }: Pick<Plan, 'prompt' | 'hold'> & { neuron: number; watch: number },
): Promise<{ alone: number; held: number } | null> {
  const found = { alone: 0, held: 0 };
  for (const side of ['alone', 'held'] as const) {
    for (let seed = 0; seed < soon.tries; seed++) {
      const plan: Plan = { prompt, count: soon.tokens, temperature: 1, seed, hold: side === 'held' ? hold : null };
      const answer = await ask({ plan, neuron });
      if (answer === null) return null;
      if (answer.tokens.slice(prompt.length).some(({ id }) => id === watch)) found[side]++;
    }
  }
  return found;
}

/** What the network does not read of a text, or reads otherwise, in words. */
function notRead({ tokens, total, respelt }: TypedText): string {
  const unknown = tokens.filter(({ known }) => !known).map(({ token }) => `“${token}”`);
  return [
    respelt,
    unknown.length > 0 && `The network does not know ${unknown.join(', ')}.`,
    total > most && `It reads the first ${most} tokens.`,
  ]
    .filter(Boolean)
    .join(' ');
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-hold]')) bringToLife(figure);
// Where a link leads to the sentence, the reader can write at once.
if (location.hash === '#hold-sentence') find(document.body, location.hash, HTMLTextAreaElement).select();
