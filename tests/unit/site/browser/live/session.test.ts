import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySink, observe } from '../../../../../runner/analysis/reading/observe.ts';
import { random } from '../../../../../runner/core/random.ts';
import { openWriter } from '../../../../../runner/experiment/change.ts';
import { decodeSafetensors } from '../../../../../runner/io/formats/safetensors/read.ts';
import { referenceEngine } from '../../../../../runner/nn/engines/reference/engine.ts';
import type { Stacking } from '../../../../../runner/nn/models/architecture.ts';
import { type CellName, cellNames } from '../../../../../runner/nn/models/cells/cells.ts';
import { initialWeights } from '../../../../../runner/nn/train/initialization.ts';
import { type BrowserModel, decodeModel } from '../../../../../site/browser/live/model.ts';
import type { LiveHold } from '../../../../../site/browser/live/reader.ts';
import { createSession, type Plan, type Session } from '../../../../../site/browser/live/session.ts';
import { predictNext } from '../../../analysis/reading/predict-next.ts';

const names = ['lstm', 'gru', 'rnn', 'rnn-one-hot', 'lstm-2-layers'];
const folder = (name: string) => join('tests', 'fixtures', 'reference', name);

async function load(name: string): Promise<{ model: BrowserModel; ids: number[] }> {
  const model = decodeModel(
    await readFile(join(folder(name), 'model.json'), 'utf8'),
    await readFile(join(folder(name), 'weights.safetensors')),
  );
  const tokens = JSON.parse(await readFile(join(folder(name), 'tokens.json'), 'utf8')) as string[];
  return { model, ids: tokens.map((token) => Math.max(0, model.vocabulary.indexOf(token))) };
}

const plan = (prompt: readonly number[], change: Partial<Plan> = {}): Plan => ({
  ...{ prompt, count: 0, temperature: 1, row: 0 },
  ...change,
});
/** The largest difference. */
const apart = (some: Iterable<number>, others: ArrayLike<number> = []): number =>
  Math.max(...Array.from(some, (value, place) => Math.abs(value - (others[place] ?? Number.NaN))));
/** Of all tokens, one after the other. */
const valuesOf = (session: Session, component: string): number[] =>
  session.tokens.flatMap(({ components }) => [...(components[component] ?? [])]);

/** Carries the plan out; returns how many tokens were read anew. */
function follow(session: Session, wanted: Plan): number {
  const kept = session.begin(wanted);
  while (session.step());
  return session.tokens.length - kept;
}

const idsOf = (session: Session) => session.tokens.map(({ id }) => id);
const afresh = (model: BrowserModel, wanted: Plan, hold: LiveHold | null = null): Session => {
  const session = createSession(model, 'hidden.1', [0], hold);
  follow(session, wanted);
  return session;
};

const stacks: [cell: CellName, stacking: Stacking & { layers: number }][] = [
  ...cellNames.map((cell): (typeof stacks)[number] => [cell, { layers: 2, units: [6, 5] }]),
  ['lstm', { layers: 3, units: 6, projection: 4, residual: true }],
];

it.each(stacks)('layers of %s, %o, give in the page what the reference engine gives', async (cell, stacking) => {
  const vocabulary = ['a', 'b', 'c', 'd', 'e'];
  const architecture = { cell, ...stacking, embedding: 3, vocabulary: vocabulary.length };
  const source = random(2);
  const drawn = initialWeights(architecture, 'glorot', 1);
  const weights = Object.fromEntries(
    Object.entries(drawn).map(([name, { shape, data }]) => [name, { shape, data: data.map(() => source.normal()) }]),
  );
  const ids = Array.from({ length: 30 }, () => source.below(vocabulary.length));
  const sink = memorySink(ids.length, architecture);
  const task = { ids: Int32Array.from(ids), segments: [[0, ids.length]] satisfies [number, number][], sink };
  await observe({ engine: referenceEngine, checkpoint: { architecture, weights }, ...task });
  const session = createSession({ architecture, unit: 'word', vocabulary, weights }, 'hidden.1', []);
  follow(session, plan(ids));
  expect([...sink.arrays.keys()].sort()).toEqual(Object.keys(session.tokens[0]?.components ?? {}).sort());
  for (const [component, expected] of sink.arrays) {
    const actual = valuesOf(session, component);
    expect(actual).toHaveLength(expected.length);
    // Of a rectified network nothing bounds the values: single precision is relative.
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    expect(apart(actual, expected), component).toBeLessThan(1e-4 * largest);
  }
});

it.each(names)('the model %s gives in the page the components and probabilities that PyTorch gives', async (name) => {
  const { model, ids } = await load(name);
  const expected = decodeSafetensors(await readFile(join(folder(name), 'expected.safetensors')), name);
  const session = createSession(model, 'hidden.1', []);
  follow(session, plan(ids));
  const { logits, nll, ...components } = expected;
  expect(Object.keys(session.tokens[0]?.components ?? {}).sort()).toEqual(Object.keys(components).sort());
  for (const [component, { data }] of Object.entries(components))
    expect(apart(valuesOf(session, component), data)).toBeLessThan(1e-5);
  const size = model.vocabulary.length;
  for (let t = 0; t < ids.length; t += 7) {
    follow(session, plan(ids.slice(0, t + 1)));
    const row = Array.from(logits?.data.subarray(t * size, (t + 1) * size) ?? [], Math.exp);
    const sum = row.reduce((total, each) => total + each, 0);
    const chances = row.map((each) => each / sum);
    expect(apart(chances, session.after() ?? [])).toBeLessThan(1e-5);
  }
});

describe('a held neuron', () => {
  it.each([
    ['lstm', 'output'],
    ['lstm', 'cell'],
    ['gru', 'update'],
    ['rnn', 'preactivation'],
  ] as const)('writes row by row what the runner writes with it held, of %s in its %s', async (name, component) => {
    const { model, ids } = await load(name);
    const prompt = ids.slice(0, 9);
    const [neuron, value, rows, length, temperature] = [3, 0.25, 3, 20, 0.7];
    const writer = await openWriter({
      ...{ engine: referenceEngine, network: model, held: { component, layer: 1, neuron }, values: [null, value] },
      ...{ rows, length, temperature, never: [0] },
    });
    const written = await writer.after(Int32Array.from(prompt), 0, async () => {});
    for (const [run, hold] of [null, { neuron, value }].entries()) {
      const session = createSession(model, `${component}.1`, [0], hold);
      for (let row = 0; row < rows; row++) {
        follow(session, plan(prompt, { count: length, temperature, row }));
        expect(idsOf(session).slice(9)).toEqual([...(written.rows[run * rows + row] ?? [])]);
        if (hold) expect(session.tokens.every((token) => token.components[`${component}.1`]?.[3] === value)).toBe(true);
      }
    }
  });
});

describe('the next word or mark', () => {
  const white = (model: BrowserModel, id: number): boolean => (model.vocabulary[id] ?? '').trim() === '';
  /** What the runner expects after a text. */
  async function after(model: BrowserModel, text: readonly number[]): Promise<number[]> {
    const size = model.vocabulary.length;
    const task = { engine: referenceEngine, checkpoint: model, ids: Int32Array.from(text), resets: [], count: size };
    const expected = new Array<number>(size).fill(0);
    for (const { id, probability } of (await predictNext(task)).at(-1) ?? []) expected[id] = probability;
    return expected;
  }

  it.each(['lstm', 'gru', 'lstm-2-layers'])(
    'is what the runner expects, and in the place of white space what it expects after a space more: %s',
    async (name) => {
      const { model, ids } = await load(name);
      const [space, word] = [model.vocabulary.indexOf(' '), model.vocabulary.indexOf('cat')];
      const text = [...ids.slice(0, 12), word];
      const [next, spaced] = [await after(model, text), await after(model, [...text, space])];
      const share = (all: readonly number[]) => all.reduce((sum, p, id) => sum + (white(model, id) ? p : 0), 0);
      const expected = next.map((p, id) =>
        white(model, id) ? 0 : p + (share(next) * (spaced[id] ?? 0)) / (1 - share(spaced)),
      );
      const session = afresh(model, plan(text, { count: 5 }));
      const words = session.words() ?? new Float32Array();
      expect(apart(expected, words)).toBeLessThan(1e-5);
      expect(words.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      // What was asked leaves the writing as it was.
      expect(follow(session, plan(text, { count: 20 }))).toBe(15);
      expect(idsOf(session)).toEqual(idsOf(afresh(model, plan(text, { count: 20 }))));
      // Behind a space it is what comes next, of what is no white space.
      const alone = spaced.map((p, id) => (white(model, id) ? 0 : p / (1 - share(spaced))));
      expect(apart(alone, afresh(model, plan([...text, space])).words() ?? [])).toBeLessThan(1e-5);
    },
  );

  it('is the next token where tokens are characters, and nothing follows nothing', async () => {
    const { model, ids } = await load('lstm');
    const session = afresh({ ...model, unit: 'character' }, plan(ids.slice(0, 12)));
    expect(session.words()).toEqual(session.after());
    expect(afresh(model, plan([])).words()).toBeNull();
  });
});

describe('a plan that changes', () => {
  it('reads only what is new, and ends where a fresh reading ends', async () => {
    const { model, ids } = await load('lstm');
    const session = createSession(model, 'hidden.1', [0]);
    const typed = ids.slice(0, 20);
    expect(follow(session, plan(typed))).toBe(20);
    const changed = [...typed.slice(0, 15), 3, 4];
    const steps: [Plan, number][] = [
      [plan(changed), 2],
      [plan(changed, { count: 10 }), 10],
      [plan(changed, { count: 25 }), 15],
      [plan(changed, { count: 25, row: 1 }), 26],
      [plan(changed, { count: 25, row: 1, temperature: 0.5 }), 26],
      [plan(changed.slice(0, 5)), 1],
      [plan([]), 0],
      [plan(ids), ids.length],
    ];
    for (const [next, anew] of steps) {
      expect(follow(session, next)).toBe(anew);
      expect(idsOf(session)).toEqual(idsOf(afresh(model, next)));
      expect(session.after()).toEqual(afresh(model, next).after());
    }
  });

  it('can be left in the middle of a reading', async () => {
    const { model, ids } = await load('gru');
    const session = createSession(model, 'hidden.1', [0]);
    session.begin(plan(ids));
    for (let t = 0; t < 30; t++) session.step();
    const next = plan(ids.slice(0, 50), { count: 5 });
    expect(follow(session, next)).toBe(25);
    expect(idsOf(session)).toEqual(idsOf(afresh(model, next)));
  });

  it('writes nothing from nothing, never a forbidden token, and at temperature 0 the likeliest', async () => {
    const { model, ids } = await load('lstm');
    expect(afresh(model, plan([], { count: 9 })).tokens).toEqual([]);
    const coldest = createSession(model, 'hidden.1', [0]);
    for (let count = 0; count < 30; count++) {
      follow(coldest, plan(ids.slice(0, 5), { count, temperature: 0 }));
      const allowed = [...(coldest.after() ?? [])].with(0, -1);
      follow(coldest, plan(ids.slice(0, 5), { count: count + 1, temperature: 0 }));
      expect(coldest.tokens.at(-1)?.id).toBe(allowed.indexOf(Math.max(...allowed)));
    }
    const drawn = afresh(model, plan(ids.slice(0, 5), { count: 300, temperature: 3 }));
    expect(idsOf(drawn).slice(5)).not.toContain(0);
  });
});

it('weights that do not fit model.json are refused by name', async () => {
  const json = await readFile(join(folder('lstm'), 'model.json'), 'utf8');
  const weights = await readFile(join(folder('gru'), 'weights.safetensors'));
  expect(() => decodeModel(json, weights)).toThrow('"rnn.weight_ih_l0" is [30,6], not [40,6]');
});
