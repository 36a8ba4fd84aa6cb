/**
 * The live model as a page speaks to it: it is opened, in a worker of its own, and then asked one question after another.
 * A later question takes the place of an earlier one, of which no late answer is heard.
 */
import type { LiveModel } from '../../words/script-data.ts';
import type { FromWorker, LiveToken, PlanOutcome, Question, ToWorker } from './messages.ts';
import type { BrowserModel } from './model.ts';
import type { TokenContribution } from './occlusion.ts';

export interface OpenModel extends Pick<BrowserModel, 'vocabulary' | 'unit' | 'tokens'> {
  /**
   * @param onTokens hears tokens as they are read; those from position `from` on are these.
   * @returns null when another question, or none, has taken the place of this one.
   * @throws Error when the model fails; it is closed then.
   */
  ask(question: Question, onTokens?: (from: number, tokens: LiveToken[]) => void): Promise<LiveReading | null>;
  /**
   * What each earlier token has put into the neuron after a token of the plan that was answered last. Another such question, another
   * plan, or none takes its place.
   * @param onParts hears parts as they come, the nearest token's first, and whether those were the last.
   */
  occlude(
    position: number,
    neuron: number,
    onParts: (parts: readonly TokenContribution[], whole: boolean) => void,
  ): void;
  /** Nothing is to be known of the tokens any more. */
  leaveParts(): void;
  /**
   * How well every neuron tells the carriers of a feature in the plan that was answered last; another plan leaves it unanswered.
   * @param classes [tokens of the prompt] What each is to the feature (effects.ts).
   * @param onRanked hears of each neuron the chance that a carrier is higher, NaN where none or all carry it.
   */
  rank(classes: Uint8Array, onRanked: (effects: readonly number[]) => void): void;
  /** Nothing is to be known any more. */
  leave(): void;
}

export interface LiveReading extends PlanOutcome {
  /** All tokens of the plan. */
  tokens: LiveToken[];
}

interface Pending {
  tokens: LiveToken[];
  onTokens(from: number, tokens: LiveToken[]): void;
  resolve(answer: LiveReading | null): void;
  reject(error: Error): void;
}

export interface Files extends LiveModel {
  /** '<component>.<layer>' of the component that is shown and held. */
  component: string;
}

const ownWorker = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/**
 * @param onProgress hears which share of the weights has come.
 * @throws Error when the files do not come, or are no model; it is closed then.
 */
export function openModel(files: Files, onProgress: (share: number) => void, worker = ownWorker()): Promise<OpenModel> {
  const post = (message: ToWorker): void => worker.postMessage(message);
  let number = 0;
  let pending: Pending | null = null;
  let question = 0;
  let onParts: ((parts: readonly TokenContribution[], whole: boolean) => void) | null = null;
  let onRanked: ((effects: readonly number[]) => void) | null = null;
  let failure: Error | null = null;

  function leaveParts(): void {
    question++;
    onParts = null;
  }

  function occlude(position: number, neuron: number, hear: NonNullable<typeof onParts>): void {
    leaveParts();
    onParts = hear;
    post({ kind: 'occlude', number, question, position, neuron });
  }

  function rank(classes: Uint8Array, hear: NonNullable<typeof onRanked>): void {
    onRanked = hear;
    post({ kind: 'rank', number, classes });
  }

  function leave(): void {
    leaveParts();
    onRanked = null;
    number++;
    pending?.resolve(null);
    pending = null;
  }

  function ask(question: Question, onTokens: Pending['onTokens'] = () => {}): Promise<LiveReading | null> {
    leave();
    if (failure !== null) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      pending = { tokens: [], onTokens, resolve, reject };
      post({ kind: 'follow', number, ...question });
    });
  }

  return new Promise((resolve, reject) => {
    function fail(why: string): void {
      failure = new Error(why);
      worker.terminate();
      reject(failure);
      pending?.reject(failure);
      pending = null;
    }

    worker.addEventListener('error', () => fail('its program did not start'));
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'loading') onProgress(data.bytes / files.weights.bytes);
      else if (data.kind === 'ready') {
        const { vocabulary, unit, tokens } = data;
        resolve({ vocabulary, unit, tokens, ask, occlude, leaveParts, rank, leave });
      } else if (data.kind === 'failed') fail(data.why);
      else if (data.kind === 'parts') {
        if (data.question === question) onParts?.(data.parts, data.whole);
      } else if (data.kind === 'ranked') {
        if (data.number === number) onRanked?.(data.effects);
      } else if (data.number === number && pending !== null) hear(data, pending);
    });

    function hear(message: Extract<FromWorker, { kind: 'tokens' | 'done' }>, to: Pending): void {
      if (message.kind === 'tokens') {
        to.tokens.splice(message.from, Number.POSITIVE_INFINITY, ...message.tokens);
        to.onTokens(message.from, message.tokens);
        return;
      }
      pending = null;
      to.resolve({ tokens: to.tokens, next: message.next, watched: message.watched, words: message.words });
    }

    const absolute = (url: string): string => new URL(url, document.baseURI).href;
    const { model, weights, component } = files;
    post({ kind: 'load', model: absolute(model.url), weights: absolute(weights.url), bytes: weights.bytes, component });
  });
}
