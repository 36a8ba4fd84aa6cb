/** The page's side of the live model's worker; the worker is played by the test. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromWorker, LiveToken, Question, ToWorker } from '../../../../../site/browser/live/messages.ts';
import { type OpenModel, openModel } from '../../../../../site/browser/live/open.ts';

class Played extends EventTarget {
  readonly heard: ToWorker[] = [];
  ended = false;
  postMessage(message: ToWorker): void {
    this.heard.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: FromWorker): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
  /** The number of the last question. */
  get number(): number {
    const last = this.heard.at(-1);
    if (last?.kind !== 'follow') throw new Error('nothing was asked');
    return last.number;
  }
}

const files = {
  model: { url: 'model.json', bytes: 10 },
  weights: { url: '/weights', bytes: 200 },
  component: 'hidden.1',
};
const question = (count: number): Question => ({
  plan: { prompt: [1], count, temperature: 0, seed: 0, hold: null },
  neuron: 3,
});
const token = (id: number): LiveToken => ({ id, value: id / 10, likely: [] });

let worker: Played;
let shares: number[];
const opening = (): Promise<OpenModel> => openModel(files, (share) => shares.push(share), worker as unknown as Worker);

async function opened(): Promise<OpenModel> {
  const model = opening();
  worker.say({ kind: 'ready', vocabulary: ['a'], unit: 'word' });
  return model;
}

afterEach(() => vi.unstubAllGlobals());

beforeEach(() => {
  worker = new Played();
  shares = [];
  vi.stubGlobal('document', { baseURI: 'https://a.example/atlas/page/' });
});

test('files are named by their whole address, and the share that has come is told', async () => {
  const model = opening();
  expect(worker.heard).toEqual([
    {
      kind: 'load',
      model: 'https://a.example/atlas/page/model.json',
      weights: 'https://a.example/weights',
      bytes: 200,
      component: 'hidden.1',
    },
  ]);
  worker.say({ kind: 'loading', bytes: 50 });
  worker.say({ kind: 'loading', bytes: 200 });
  worker.say({ kind: 'ready', vocabulary: ['a', 'b'], unit: 'word' });
  expect((await model).vocabulary).toEqual(['a', 'b']);
  expect(shares).toEqual([0.25, 1]);
});

test('an answer holds the tokens that stand at the end', async () => {
  const { ask } = await opened();
  const heard: [number, number[]][] = [];
  const answer = ask(question(1), (from, tokens) => heard.push([from, tokens.map(({ id }) => id)]));
  const { number } = worker;
  worker.say({ kind: 'tokens', number, from: 0, tokens: [token(5), token(6)] });
  worker.say({ kind: 'tokens', number, from: 1, tokens: [token(7)] });
  const outcome = {
    next: [],
    watched: { probability: 0.5, free: 0.25 },
    words: { probability: Float32Array.of(0.5, 0.5), free: Float32Array.of(0.25, 0.75) },
  };
  worker.say({ kind: 'done', number, ...outcome });
  expect(await answer).toEqual({ tokens: [token(5), token(7)], ...outcome });
  expect(heard).toEqual([
    [0, [5, 6]],
    [1, [7]],
  ]);
});

test('a later question takes the place of an earlier one, whose late answer is not heard', async () => {
  const { ask, leave } = await opened();
  const heard = vi.fn();
  const first = ask(question(0), heard);
  const late = worker.number;
  const second = ask(question(1));
  expect(await first).toBeNull();
  expect(worker.number).not.toBe(late);
  worker.say({ kind: 'tokens', number: late, from: 0, tokens: [token(1)] });
  worker.say({ kind: 'done', number: late, next: [], watched: null, words: null });
  expect(heard).not.toHaveBeenCalled();
  worker.say({ kind: 'tokens', number: worker.number, from: 0, tokens: [token(2)] });
  worker.say({ kind: 'done', number: worker.number, next: [], watched: null, words: null });
  expect((await second)?.tokens).toEqual([token(2)]);
  const third = ask(question(2));
  leave();
  expect(await third).toBeNull();
});

test('a model that does not come says why, and its worker ends', async () => {
  const model = opening();
  worker.say({ kind: 'failed', why: 'the server answered 404' });
  await expect(model).rejects.toThrow('the server answered 404');
  expect(worker.ended).toBe(true);
});

test('a model that fails at work fails its question and all later ones', async () => {
  const { ask } = await opened();
  const answer = ask(question(0));
  worker.dispatchEvent(new Event('error'));
  await expect(answer).rejects.toThrow('did not start');
  await expect(ask(question(0))).rejects.toThrow('did not start');
  expect(worker.ended).toBe(true);
});
