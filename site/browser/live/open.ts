/**
 * The live model as a page speaks to it: it is opened, in a worker of its own, and then asked one question after another.
 * A later question takes the place of an earlier one, of which no late answer is heard. (Not comlink, whose calls give one answer: a
 * question is answered token by token.)
 */
import type { Cut } from '../../../runner/core/cut.ts';
import { Vocabulary } from '../../../runner/text/vocabulary.ts';
import type { LiveMarks, LiveModel } from '../../words/script-data.ts';
import type { Told } from './marks.ts';
import type { LiveClamp, Plan } from './session.ts';
import { report, type TypedText, typedTokens } from './typed.ts';

export interface Question extends Plan {
  /** Held from the first token on. */
  clamp: LiveClamp | null;
  /** The neuron whose values are wanted. */
  neuron: number;
  /** [tokens of the prompt] As they were typed, where it is asked which of them carry the feature; null: it is not. */
  words: readonly string[] | null;
}

/** A token as the page shows it. */
export interface LiveToken {
  id: number;
  /** The neuron's value after it. */
  value: number;
}

/** One of the likeliest words and marks after the typed text (tokens, where those are no words), with the neuron held and as it is. */
export interface NextToken {
  id: number;
  probability: number;
  /** Its probability when no neuron is held; null when none is. */
  free: number | null;
}

/** What is known when a question has been followed to its end. */
export interface LiveReading {
  /** All that were read and written. */
  tokens: LiveToken[];
  /** None where nothing was typed. */
  next: NextToken[];
  /** What carries the feature, and how well each neuron tells it; null where it was not asked, or cannot be told. */
  told: Told | null;
}

export interface Files extends LiveModel {
  /** '<component>.<layer>' of the component that is shown and held. */
  component: string;
  /** The feature that is asked for. */
  marks: LiveMarks | null;
}

export type ToWorker = ({ kind: 'load' } & Files) | ({ kind: 'ask'; number: number } & Question);

export type FromWorker =
  | { kind: 'loading'; bytes: number }
  | { kind: 'ready'; vocabulary: readonly string[]; cut: Cut }
  /** The tokens from position `from` on are these; what stood there before is gone. */
  | { kind: 'tokens'; number: number; from: number; tokens: LiveToken[] }
  | ({ kind: 'done'; number: number } & Omit<LiveReading, 'tokens'>)
  | { kind: 'failed'; why: string };

export interface OpenModel {
  vocabulary: Vocabulary;
  /** What it reads of a text: `most` tokens at most. */
  typed(text: string, most: number): TypedText;
  report: typeof report;
  /**
   * @param onTokens hears tokens as they are read; those from position `from` on are these.
   * @returns null when another question, or none, has taken the place of this one.
   * @throws Error when the model fails; it is closed then.
   */
  ask(question: Question, onTokens?: (from: number, tokens: LiveToken[]) => void): Promise<LiveReading | null>;
}

interface Pending {
  tokens: LiveToken[];
  onTokens(from: number, tokens: LiveToken[]): void;
  resolve(answer: LiveReading | null): void;
  reject(error: Error): void;
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
  let failure: Error | null = null;

  const ask: OpenModel['ask'] = (question, onTokens = () => {}) => {
    number++;
    pending?.resolve(null);
    pending = null;
    if (failure !== null) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      pending = { tokens: [], onTokens, resolve, reject };
      post({ kind: 'ask', number, ...question });
    });
  };

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
      if (data.kind === 'loading') onProgress(data.bytes / (files.packed ?? files.weights).bytes);
      else if (data.kind === 'failed') fail(data.why);
      else if (data.kind === 'ready') {
        const vocabulary = new Vocabulary(data.vocabulary);
        resolve({ vocabulary, typed: (text, most) => typedTokens(text, data.cut, vocabulary, most), report, ask });
      } else if (data.number === number && pending !== null) hear(data, pending);
    });

    function hear(message: Extract<FromWorker, { number: number }>, { tokens, ...to }: Pending): void {
      if (message.kind === 'tokens') {
        tokens.splice(message.from, Number.POSITIVE_INFINITY, ...message.tokens);
        to.onTokens(message.from, message.tokens);
        return;
      }
      pending = null;
      to.resolve({ tokens, next: message.next, told: message.told });
    }

    const absolute = <File extends { url: string }>(file: File): File => ({
      ...file,
      url: new URL(file.url, document.baseURI).href,
    });
    const { model, weights, packed, component, marks } = files;
    const at = { model: absolute(model), weights: absolute(weights), packed: packed && absolute(packed) };
    post({ kind: 'load', ...at, component, marks });
  });
}
