/** Directions that steer, values of one text that are put into another, and what stops what takes long. */
import { describe, expect, it } from 'vitest';
import { InputError, Interrupted } from '../../../runner/core/errors.ts';
import type { Model } from '../../../runner/library/model.ts';
import type { TextOrIds } from '../../../runner/library/network.ts';
import type { Patch } from '../../../runner/library/patch.ts';
import { loadCheckpoint } from '../../../runner/nn/models/checkpoint.ts';
import { distance } from '../analysis/stats/reference.ts';
import { fixture } from '../nn/engines/fixture.ts';
import { modern, opened } from '../nn/models/readers/reference-networks.ts';

const lstm = () => opened(fixture('lstm-2-layers'));

describe('steer', () => {
  it.each(['all', 'last'] as const)('is the difference of the means of readings, of %s tokens', async (after) => {
    const model = await lstm();
    const [positive, negative] = [['the cat', 'a dog ran.'], ['who']];
    const meanOf = async (texts: string[]) => {
      const sum = new Array<number>(10).fill(0);
      for (const text of texts) {
        const { values, tokens, width } = (await model.read(text)).component('cell.2');
        for (let t = after === 'all' ? 0 : tokens - 1; t < tokens; t++)
          for (let n = 0; n < width; n++)
            sum[n] = (sum[n] ?? 0) + (values[t * width + n] ?? 0) / texts.length / (after === 'all' ? tokens : 1);
      }
      return sum;
    };
    const [high, low] = [await meanOf(positive), await meanOf(negative)];
    const vector = await model.steer(positive, negative, { array: 'cell.2', after });
    expect(
      distance(
        vector,
        high.map((value, n) => value - (low[n] ?? 0)),
      ),
    ).toBeLessThan(1e-5);
    expect(distance(vector, new Array(10).fill(0))).toBeGreaterThan(1e-2);
    // Nothing separates texts from themselves.
    const nothing = await model.steer(positive, positive, { array: 'cell.2', after });
    expect(distance(nothing, new Array(10).fill(0))).toBeLessThan(1e-12);
  });

  it.each([
    [[], ['a'], 'hidden.1', /no list of positive texts.*two lists/],
    [['a'], 'the' as never, 'hidden.1', /no list of negative texts/],
    [['a'], ['the', ''], 'hidden.1', /negative text 1 has no token/],
    [['a'], ['the'], 'update.1', /no "update\.1".*hidden\.1/],
  ])('of %j and %j of %s is refused', async (positive, negative, array, says) => {
    const model = await lstm();
    await expect(model.steer(positive, negative, { array })).rejects.toThrow(InputError);
    await expect(model.steer(positive, negative, { array })).rejects.toThrow(says);
  });
});

describe('patching', () => {
  const metric = { id: 3, minus: 5 };
  const ids: TextOrIds[] = [
    [1, 8, 10, 1, 13, 1, 9],
    [1, 8, 11, 1, 13, 4, 9],
  ];
  const networks: [string, string[], TextOrIds[], () => Promise<Model>][] = [
    ['cells', ['hidden.1', 'cell.2', 'forget.1'], ids, lstm],
    ['RWKV-4', ['residual.1', 'wkv.2'], ids, () => opened(modern('rwkv4/rwkv4-float32.pth'), { engine: 'reference' })],
    [
      'cells that read from the end',
      ['cell.1', 'hidden.1'],
      ['who was not the cat and', 'who saw not the cat and'],
      async () => opened({ ...(await loadCheckpoint(fixture('lstm'))), direction: 'backward' }),
    ],
  ];
  it.each(networks)('is the loop by hand: %s', async (name, arrays, [clean = '', corrupted = ''], opening) => {
    const model = await opening();
    const backward = name.endsWith('the end');
    const measured = async (text: TextOrIds, patch: Patch[]) => {
      const { logits, tokens } = await model.read(text, { logits: true, patch });
      const width = logits.length / tokens.length;
      const last = backward ? logits.slice(0, width) : logits.slice(-width);
      return (last[3] ?? 0) - (last[5] ?? 0);
    };
    const set = await model.read(clean);
    const [best, worst] = [await measured(clean, []), await measured(corrupted, [])];
    const heard: number[] = [];
    const found = await model.patching(clean, corrupted, { arrays, metric, onProgress: (share) => heard.push(share) });
    expect(found).toMatchObject({ arrays, clean: expect.closeTo(best, 4), corrupted: expect.closeTo(worst, 4) });
    expect(found.tokens).toEqual(set.tokens);
    for (const [a, array] of arrays.entries()) {
      for (const token of set.tokens.keys()) {
        const byHand = (await measured(corrupted, [{ array, tokens: [token], set }])) - worst;
        expect(found.values[a]?.[token]).toBeCloseTo(byHand / (best - worst), 3);
      }
    }
    // Before the first difference nothing can come back.
    const early = found.values.flatMap((row) => (backward ? row.slice(-2) : row.slice(0, 2)));
    expect(Math.max(...early.map(Math.abs))).toBeLessThan(1e-4);
    expect(Math.max(...found.values.flat())).toBeGreaterThan(0.1);
    expect([heard.toSorted((a, b) => a - b), heard.at(-1)]).toEqual([heard, 1]);
    const byFunction = (logits: Float32Array) => (logits[3] ?? 0) - (logits[5] ?? 0);
    const own = await model.patching(clean, corrupted, { arrays, metric: byFunction });
    expect(own.values).toEqual(found.values);
    if (name !== 'cells') return;
    // More than are read side by side.
    const [first = '', second = ''] = arrays;
    const many = await model.patching(clean, corrupted, { metric, arrays: [...new Array(20).fill(first), second] });
    expect(distance(many.values.at(-1) ?? [], found.values[1] ?? [])).toBeLessThan(1e-4);
  });

  it('compares by itself what is expected after both texts, and is drawn', async () => {
    const model = await opened({ ...(await loadCheckpoint(fixture('lstm-2-layers'))) });
    const top = async (ids: number[]) => (await (await model.read(ids)).top(1)).at(-1)?.[0]?.id ?? -1;
    const texts: number[][] = Array.from({ length: 24 }, (_, id) => [8, id]);
    const ids = await Promise.all(texts.map(top));
    const other = ids.findIndex((id) => id !== ids[0]);
    const [first = [], second = []] = [texts[0], texts[other]];
    const found = await model.patching(first, second, { arrays: ['hidden.2', 'cell.1'] });
    const same = await model.patching(first, second, {
      arrays: ['hidden.2', 'cell.1'],
      metric: { id: ids[0] ?? 0, minus: ids[other] ?? 0 },
    });
    expect(found.values).toEqual(same.values);
    expect(found.values[0]?.[1]).toBeCloseTo(1, 5);
    const svg = found.figure();
    expect(svg.match(/<rect /g)).toHaveLength(4);
    expect(svg).toContain(`<title>hidden.2 after &lt;unk&gt;: 1.000</title>`);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>$/);
  });

  it.each([
    [[1, 2], [1, 2, 3], {}, /clean text has 2 tokens, and the corrupted one 3/],
    [[1, 2], [1, 2], { metric }, /metric is .* after the clean text and .* after the corrupted/],
    [[1, 2], [1, 2], {}, /same token is expected most.*metric: \{ id, minus \}/],
    [[1, 2], [1, 3], { metric: { id: 24 } }, /names id 24.*0 to 23/],
    [[1, 2], [1, 3], { metric: () => Number.NaN }, /metric is NaN/],
    [[1, 2], [1, 3], { arrays: ['hidden.4'] }, /no "hidden\.4"/],
    [[1, 2], [1, 3], { arrays: [] }, /No array is named/],
    [[], [], {}, /no token to read/],
  ])('of %j and %j with %j is refused', async (one, two, options, says) => {
    const model = await lstm();
    await expect(model.patching(one, two, { arrays: ['hidden.1'], ...options })).rejects.toThrow(InputError);
    await expect(model.patching(one, two, { arrays: ['hidden.1'], ...options })).rejects.toThrow(says);
  });
});

describe('what takes long', () => {
  const long = Array.from({ length: 1000 }, (_, t) => t % 24);
  const texts = Array.from(
    { length: 64 },
    (_, document) => 'the cat was not a dog. '.repeat(3) + 'who '.repeat(document % 5),
  );
  const works: [
    string,
    (model: Model, watching: { signal?: AbortSignal; onProgress?(share: number): void }) => Promise<unknown>,
  ][] = [
    ['read', (model, watching) => model.read(long, watching)],
    ['write', (model, watching) => model.write([1], { length: 500, ...watching })],
    ['pairs', (model, watching) => model.pairs('tests/fixtures/pairs/pairs.tsv', { by: [], ...watching })],
    ['memory', (model, watching) => model.memory(texts, { array: 'cell.1', distances: [4], ...watching })],
    ['steer', (model, watching) => model.steer([long], [[1]], { array: 'cell.1', ...watching })],
    [
      'patching',
      (model, watching) => model.patching([1, 2], [1, 3], { arrays: ['cell.1'], metric: { id: 1 }, ...watching }),
    ],
  ];
  it.each(works)('says how far it is, and stops: %s', async (_, work) => {
    const model = await opened(fixture('lstm'));
    const heard: number[] = [];
    await work(model, { onProgress: (share) => heard.push(share) });
    expect(heard.every((share, index) => share >= (heard[index - 1] ?? 0) && share <= 1 + 1e-9)).toBe(true);
    expect(heard.at(-1)).toBeCloseTo(1, 6);
    const stopped = work(model, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow(Interrupted);
    await expect(stopped).rejects.toThrow('Stopped while the model was reading');
    // The model is as it was.
    expect((await model.read([1, 2])).nll).toHaveLength(1);
  });

  it('stops in the middle, by a timer', async () => {
    const model = await opened(fixture('lstm'), { engine: 'reference' });
    let share = 0;
    const onProgress = (done: number) => {
      share = done;
    };
    const work = model.read(
      Array.from({ length: 200_000 }, (_, t) => t % 24),
      { signal: AbortSignal.timeout(100), onProgress },
    );
    await expect(work).rejects.toThrow(Interrupted);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
  });
});
