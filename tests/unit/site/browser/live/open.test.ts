/** The page's side of the live model's worker; the worker is played by the test. */
import { beforeEach, expect, test, vi } from 'vitest';
import {
  type FromWorker,
  type LiveToken,
  type OpenModel,
  openModel,
  type Question,
  type ToWorker,
} from '../../../../../site/browser/live/open.ts';

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
    if (last?.kind !== 'ask') throw new Error('nothing was asked');
    return last.number;
  }
}

const filesUnder = (page: string, site: string) => ({
  model: { url: `${page}model.json`, bytes: 10 },
  weights: { url: `${site}/weights`, bytes: 900 },
  packed: { url: `${site}/packed`, bytes: 200 },
  component: 'hidden.1',
  marks: null,
});
const question = (count: number): Question => ({
  prompt: [1],
  count,
  temperature: 0,
  row: 0,
  clamp: null,
  neuron: 3,
  words: null,
});
const token = (id: number): LiveToken => ({ id, value: id / 10 });

let worker: Played;
let shares: number[];
const opening = (): Promise<OpenModel> =>
  openModel(filesUnder('', ''), (share) => shares.push(share), worker as unknown as Worker);

async function opened(): Promise<OpenModel> {
  const model = opening();
  worker.say({ kind: 'ready', vocabulary: ['a'], cut: 'word' });
  return model;
}

beforeEach(() => {
  worker = new Played();
  shares = [];
  vi.stubGlobal('document', { baseURI: 'https://a.example/atlas/page/' });
});

test('files are named by their whole address, and the share that has come is told', async () => {
  const model = opening();
  const files = filesUnder('https://a.example/atlas/page/', 'https://a.example');
  expect(worker.heard).toEqual([{ kind: 'load', ...files }]);
  worker.say({ kind: 'loading', bytes: 50 });
  worker.say({ kind: 'loading', bytes: 200 });
  worker.say({ kind: 'ready', vocabulary: ['a', 'b'], cut: 'word' });
  expect((await model).typed('b a', 9).ids).toEqual([1, 0]);
  expect(shares).toEqual([0.25, 1]);
});

test('an answer holds the tokens that stand at the end', async () => {
  const { ask } = await opened();
  const heard: string[] = [];
  const answer = ask(question(1), (from, tokens) => heard.push(`${from}: ${tokens.map(({ id }) => id)}`));
  const { number } = worker;
  worker.say({ kind: 'tokens', number, from: 0, tokens: [token(5), token(6)] });
  worker.say({ kind: 'tokens', number, from: 1, tokens: [token(7)] });
  const told = { carriers: [0], others: 1, effects: [0.5] };
  const outcome = { next: [{ id: 0, probability: 0.5, free: 0.25 }], told };
  worker.say({ kind: 'done', number, ...outcome });
  expect(await answer).toEqual({ tokens: [token(5), token(7)], ...outcome });
  expect(heard).toEqual(['0: 5,6', '1: 7']);
});

test('a later question takes the place of an earlier one, whose late answer is not heard', async () => {
  const { ask } = await opened();
  const heard = vi.fn();
  const first = ask(question(0), heard);
  const late = worker.number;
  const second = ask(question(1));
  expect(await first).toBeNull();
  expect(worker.number).not.toBe(late);
  worker.say({ kind: 'tokens', number: late, from: 0, tokens: [token(1)] });
  worker.say({ kind: 'done', number: late, next: [], told: null });
  expect(heard).not.toHaveBeenCalled();
  worker.say({ kind: 'tokens', number: worker.number, from: 0, tokens: [token(2)] });
  worker.say({ kind: 'done', number: worker.number, next: [], told: null });
  expect((await second)?.tokens).toEqual([token(2)]);
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
