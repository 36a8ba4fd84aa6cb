import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWriter } from '../../../../../runner/experiment/change.ts';
import { TextModel } from '../../../../../runner/library/text-model.ts';
import { plainEngine } from '../../../../../runner/nn/engines/plain/engine.ts';
import { referenceEngine } from '../../../../../runner/nn/engines/reference/engine.ts';
import { type Checkpoint, loadCheckpoint } from '../../../../../runner/nn/models/checkpoint.ts';
import { createSession, type LiveClamp, type Plan, type Session } from '../../../../../site/browser/live/session.ts';
import { predictNext } from '../../../analysis/reading/predict-next.ts';

const folder = (name: string) => join('tests', 'fixtures', 'reference', name);

const modelOf = (checkpoint: Checkpoint) => new TextModel(checkpoint, plainEngine());

async function load(name: string) {
  const checkpoint = await loadCheckpoint(folder(name));
  const tokens = JSON.parse(await readFile(join(folder(name), 'tokens.json'), 'utf8')) as string[];
  const ids = tokens.map((token) => Math.max(0, checkpoint.vocabulary.indexOf(token)));
  return { checkpoint, model: modelOf(checkpoint), ids };
}

const plan = (prompt: readonly number[], change: Partial<Plan> = {}): Plan => ({
  prompt,
  count: 0,
  temperature: 1,
  row: 0,
  ...change,
});
/** The largest difference. */
const apart = (some: Iterable<number>, others: ArrayLike<number> = []): number =>
  Math.max(...Array.from(some, (value, place) => Math.abs(value - (others[place] ?? Number.NaN))));
/** Carries the plan out; returns how many tokens were read anew. */
async function follow(session: Session, wanted: Plan): Promise<number> {
  const kept = session.begin(wanted);
  while (await session.step());
  return session.tokens.length - kept;
}

const idsOf = (session: Session) => session.tokens.map(({ id }) => id);
const afresh = async (model: TextModel, wanted: Plan, hold: LiveClamp | null = null): Promise<Session> => {
  const session = createSession(model, 'hidden.1', [0], hold);
  await follow(session, wanted);
  return session;
};

describe('a held neuron', () => {
  it.each([
    ['lstm', 'output'],
    ['lstm', 'cell'],
    ['gru', 'update'],
    ['rnn', 'preactivation'],
  ] as const)('writes row by row what the runner writes with it held, of %s in its %s', async (name, component) => {
    const { checkpoint, model, ids } = await load(name);
    const prompt = ids.slice(0, 9);
    const [neuron, value, rows, length, temperature] = [3, 0.25, 3, 20, 0.7];
    const writer = await openWriter({
      engine: referenceEngine,
      network: checkpoint,
      held: { component, layer: 1, neuron },
      values: [null, value],
      rows,
      length,
      temperature,
      never: [0],
    });
    const written = await writer.after(Int32Array.from(prompt), 0, async () => {});
    for (const [run, hold] of [null, { neuron, value }].entries()) {
      const session = createSession(model, `${component}.1`, [0], hold);
      for (let row = 0; row < rows; row++) {
        await follow(session, plan(prompt, { count: length, temperature, row }));
        expect(idsOf(session).slice(9)).toEqual([...(written.rows[run * rows + row] ?? [])]);
        const held = session.tokens.map(({ reading }) => reading.component(`${component}.1`).values[3]);
        if (hold) expect(new Set(held)).toEqual(new Set([value]));
      }
    }
  });
});

describe('the next word or mark', () => {
  const white = (model: TextModel, id: number): boolean => (model.vocabulary[id] ?? '').trim() === '';
  /** What the runner expects after a text. */
  async function after(checkpoint: Checkpoint, text: readonly number[]): Promise<number[]> {
    const size = checkpoint.vocabulary.length;
    const task = { engine: referenceEngine, checkpoint, ids: Int32Array.from(text), resets: [], count: size };
    const expected = new Array<number>(size).fill(0);
    for (const { id, probability } of (await predictNext(task)).at(-1) ?? []) expected[id] = probability;
    return expected;
  }

  it.each(['lstm', 'gru', 'lstm-2-layers'])(
    'is what the runner expects, and in the place of white space what it expects after a space more: %s',
    async (name) => {
      const { checkpoint, model, ids } = await load(name);
      const [space, word] = [model.vocabulary.indexOf(' '), model.vocabulary.indexOf('cat')];
      const text = [...ids.slice(0, 12), word];
      const [next, spaced] = [await after(checkpoint, text), await after(checkpoint, [...text, space])];
      const share = (all: readonly number[]) => all.reduce((sum, p, id) => sum + (white(model, id) ? p : 0), 0);
      const expected = next.map((p, id) =>
        white(model, id) ? 0 : p + (share(next) * (spaced[id] ?? 0)) / (1 - share(spaced)),
      );
      const session = await afresh(model, plan(text, { count: 5 }));
      const words = (await session.words()) ?? new Float32Array();
      expect(apart(expected, words)).toBeLessThan(1e-5);
      expect(words.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      // What was asked leaves the writing as it was.
      expect(await follow(session, plan(text, { count: 20 }))).toBe(15);
      expect(idsOf(session)).toEqual(idsOf(await afresh(model, plan(text, { count: 20 }))));
      // Behind a space it is what comes next, of what is no white space.
      const alone = spaced.map((p, id) => (white(model, id) ? 0 : p / (1 - share(spaced))));
      const behind = await (await afresh(model, plan([...text, space]))).words();
      expect(apart(alone, behind ?? [])).toBeLessThan(1e-5);
    },
  );

  it('is the next token where tokens are characters, and nothing follows nothing', async () => {
    const { checkpoint, model, ids } = await load('lstm');
    const session = await afresh(modelOf({ ...checkpoint, unit: 'character' }), plan(ids.slice(0, 12)));
    expect(await session.words()).toEqual(session.after());
    expect(await (await afresh(model, plan([]))).words()).toBeNull();
  });
});

describe('a plan that changes', () => {
  it('reads only what is new, and ends where a fresh reading ends', async () => {
    const { model, ids } = await load('lstm');
    const session = createSession(model, 'hidden.1', [0]);
    const typed = ids.slice(0, 20);
    expect(await follow(session, plan(typed))).toBe(20);
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
      expect(await follow(session, next)).toBe(anew);
      expect(idsOf(session)).toEqual(idsOf(await afresh(model, next)));
      expect(session.after()).toEqual((await afresh(model, next)).after());
    }
  });

  it('can be left in the middle of a reading', async () => {
    const { model, ids } = await load('gru');
    const session = createSession(model, 'hidden.1', [0]);
    session.begin(plan(ids));
    for (let t = 0; t < 30; t++) await session.step();
    const next = plan(ids.slice(0, 50), { count: 5 });
    expect(await follow(session, next)).toBe(25);
    expect(idsOf(session)).toEqual(idsOf(await afresh(model, next)));
  });

  it('writes nothing from nothing, never a forbidden token, and at temperature 0 the likeliest', async () => {
    const { model, ids } = await load('lstm');
    expect((await afresh(model, plan([], { count: 9 }))).tokens).toEqual([]);
    const coldest = createSession(model, 'hidden.1', [0]);
    for (let count = 0; count < 30; count++) {
      await follow(coldest, plan(ids.slice(0, 5), { count, temperature: 0 }));
      const allowed = [...(coldest.after() ?? [])].with(0, -1);
      await follow(coldest, plan(ids.slice(0, 5), { count: count + 1, temperature: 0 }));
      expect(coldest.tokens.at(-1)?.id).toBe(allowed.indexOf(Math.max(...allowed)));
    }
    const drawn = await afresh(model, plan(ids.slice(0, 5), { count: 300, temperature: 3 }));
    expect(idsOf(drawn).slice(5)).not.toContain(0);
  });
});
