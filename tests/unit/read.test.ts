/** Reading where there is no Node: the entry as a browser gets it, in a world that has nothing of Node, beside the front door and PyTorch. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { constants, createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Checkpoint, checkpointFiles } from '../../runner/nn/models/checkpoint.ts';
import { packWeights } from '../../runner/nn/models/quantized-weights.ts';
import { isOfCells, type Readable } from '../../runner/nn/models/reading.ts';
import type { ModelBytes, Patch } from '../../runner/read.ts';
import { distance } from './analysis/stats/reference.ts';
import { ids, torch, torchModel } from './library/torch-numbers.ts';
import { fixture, ofPytorch } from './nn/engines/fixture.ts';
import { families, modern, opened } from './nn/models/readers/reference-networks.ts';

const near = 1e-4;
/** What browsers, Deno and Observable have beside the language itself. */
const web = { atob, Blob, DecompressionStream, performance, Response, setTimeout, TextDecoder, TextEncoder };

let entry: typeof import('../../runner/read.ts');
const world = Object.assign(createContext(constants.DONT_CONTEXTIFY), web);
beforeAll(async () => {
  // It fails where anything of Node is imported.
  const { outputFiles } = await build({
    entryPoints: ['runner/read.ts'],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'entry',
    define: { 'import.meta.url': '""' },
  });
  entry = runInContext(`${outputFiles[0]?.text}; entry`, world);
});

const bytesOf = (checkpoint: Checkpoint<Readable>): ModelBytes => {
  const { 'model.json': model, 'weights.safetensors': weights } = checkpointFiles(checkpoint, 'F32');
  return { model: new Uint8Array(model), weights: new Uint8Array(weights) };
};
const packed = ({ architecture, ...checkpoint }: Checkpoint<Readable>): ModelBytes => {
  if (!isOfCells(architecture)) throw new Error('only cells are packed');
  const weights = new Uint8Array(gzipSync(packWeights(architecture, checkpoint.weights)));
  return { ...bytesOf({ architecture, ...checkpoint }), weights };
};

it("the documentation's example runs", async () => {
  const page = readFileSync('docs/program.md', 'utf8');
  const [, code = ''] = /## In a browser\n+```ts\nimport .*? from 'rnn-atlas\/read';\n(.*?)```/s.exec(page) ?? [];
  const example = runInContext(`(async (open, fetch, console) => {${stripTypeScriptTypes(code)}})`, world);
  const fetched = async (path: string) => ({ arrayBuffer: async () => new Uint8Array(readFileSync(path)) });
  const lines: unknown[][] = [];
  await example(entry.open, fetched, { log: (...words: unknown[]) => lines.push(words) });
  // The quotation is closed where the neuron says that it is inside one.
  expect(lines.map(([set, top]) => `${set}: ${top}`.slice(0, 10))).toEqual(['1:   0.46,', '-1: " 0.77']);
});

const lstm = () => opened(fixture('lstm'));

describe('what is read', () => {
  const cells = ofPytorch.map(
    (name) => [name, fixture(name), readFileSync(fixture(`${name}/text.txt`), 'utf8')] as const,
  );
  const whole = families.map(([file, folder]) => [folder, modern(file), ids] as const);

  it.each([...cells, ...whole])('of %s is what the front door reads', async (_, path, text) => {
    const front = await opened(path);
    const model = await entry.open(bytesOf(front.checkpoint));
    const [own, wanted] = [await model.read(text, { logits: true }), await front.read(text, { logits: true })];
    expect([own.names, [...own.ids], own.tokens.join()]).toEqual([wanted.names, [...wanted.ids], wanted.tokens.join()]);
    for (const name of wanted.names) {
      const { values } = wanted.component(name);
      // Nothing bounds the values of some: single precision is relative.
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      expect(distance(own.component(name).values, values), name).toBeLessThan(near * largest);
    }
    expect(distance(own.logits, wanted.logits)).toBeLessThan(near);
    expect(distance(own.nll, wanted.nll)).toBeLessThan(near);
    const [top, best] = [(await own.top(5)).at(-1) ?? [], (await wanted.top(5)).at(-1) ?? []];
    expect(top.map(({ token, id }) => [token, id])).toEqual(best.map(({ token, id }) => [token, id]));
  });

  it('goes on from a reading token by token as it goes on at once', async () => {
    const model = await entry.open(bytesOf((await lstm()).checkpoint));
    const [first, ...others] = [...model.encode('the cat saw the bird')];
    let reading = await model.read([first ?? 0], { logits: true });
    for (const id of others) reading = await model.read([id], { logits: true, before: reading });
    const whole = await model.read('the cat saw the bird', { logits: true });
    expect([...reading.logits]).toEqual([...whole.logits.slice(-model.vocabulary.length)]);
  });

  it('of packed weights is nearly what the whole ones give', async () => {
    const { checkpoint } = await lstm();
    const text = 'the cat saw the bird';
    const [own, whole] = await Promise.all(
      [packed(checkpoint), bytesOf(checkpoint)].map(async (bytes) => (await entry.open(bytes)).read(text)),
    );
    const apart = distance(own?.component('hidden.1').values ?? [], whole?.component('hidden.1').values ?? []);
    expect(apart).toBeGreaterThan(0);
    expect(apart).toBeLessThan(0.2);
  });
});

describe('a patch', () => {
  it.each(torch)("gives PyTorch's logits, of $name", async ({ patches, ...network }) => {
    const model = await entry.open(bytesOf((await torchModel(network)).checkpoint));
    for (const { patch, logits } of patches) {
      const reading = await model.read(ids, { logits: true, patch: [patch] });
      expect(distance(reading.logits.slice(-logits.length), logits), JSON.stringify(patch)).toBeLessThan(near);
    }
  });

  const patches: Readonly<Record<string, Omit<Patch, 'array' | 'tokens'>>> = {
    set: { neurons: [3], set: 0.5 },
    add: { add: 0.1 },
    scale: { scale: 0 },
    project: { set: 0, project: Float32Array.from({ length: 10 }, (_, unit) => unit + 1) },
  };
  it.each(Object.entries(patches))(
    'by %s changes what follows from its token, and nothing before',
    async (_, patch) => {
      const front = await lstm();
      const model = await entry.open(bytesOf(front.checkpoint));
      const text = 'the cat saw the bird';
      const options = { logits: true, patch: [{ array: 'hidden.1', tokens: [4], ...patch }] };
      const [plain, changed] = [await model.read(text), await model.read(text, options)];
      const rows = (read: typeof plain) =>
        Array.from({ length: 9 }, (_, t) => read.neurons('cell.1').map((each) => each[t]));
      const [before, after] = [rows(plain), rows(changed)];
      expect(after.slice(0, 5)).toEqual(before.slice(0, 5));
      for (const t of [5, 8]) expect(after[t]).not.toEqual(before[t]);
      expect(distance(changed.logits, (await front.read(text, options)).logits)).toBeLessThan(near);
    },
  );
});

describe('what cannot be opened or read is refused as by the front door', () => {
  const other = async () => ({
    ...bytesOf((await lstm()).checkpoint),
    weights: bytesOf((await opened(fixture('gru'))).checkpoint).weights,
  });
  const cut = async (bytes: ModelBytes) => ({
    ...bytes,
    weights: (bytes.weights as Uint8Array<ArrayBuffer>).slice(0, -9),
  });
  const packedCut = async () => {
    const { checkpoint } = await lstm();
    const { architecture } = checkpoint;
    if (!isOfCells(architecture)) throw new Error('not of cells');
    const short = packWeights(architecture, checkpoint.weights).slice(1);
    return { ...packed(checkpoint), weights: new Uint8Array(gzipSync(short)) };
  };
  const zeros = (bytes: number) => new Uint8Array(gzipSync(new Uint8Array(bytes)));
  const bomb = async () => ({ ...packed((await lstm()).checkpoint), weights: zeros(300e6) });
  const claimed = async (model: object) => {
    const given = packed((await lstm()).checkpoint);
    const own = JSON.parse(new TextDecoder().decode(given.model));
    return { ...given, model: text(JSON.stringify({ ...own, ...model })) };
  };
  const damagedGzip = async () => cut(packed((await lstm()).checkpoint));
  const text = (words: string) => new TextEncoder().encode(words);

  it.each<[string, () => Promise<ModelBytes>, string, RegExp]>([
    ['weights of another model', other, 'checkpoint-inconsistent', /lstm has 4 blocks of rows/],
    [
      'weights that are cut off',
      async () => cut(bytesOf((await lstm()).checkpoint)),
      'safetensors-damaged',
      /weights.safetensors/,
    ],
    ['packed weights that are cut off', packedCut, 'checkpoint-inconsistent', /weights take \d+ bytes, not \d+/],
    ['packed weights that unpack without end', bomb, 'checkpoint-inconsistent', /bytes, and the packed ones give more/],
    ['a packed file that is cut off', damagedGzip, 'checkpoint-inconsistent', /packed weights cannot be unpacked/],
    [
      'packed weights of a model that claims to be vast',
      () => claimed({ units: 1e6 }),
      'checkpoint-inconsistent',
      /packed ones hold no such model/,
    ],
    [
      'packed weights of widths for layers that there are none of',
      () => claimed({ units: [10, 10] }),
      'checkpoint-inconsistent',
      /units/,
    ],
    [
      'a model that is no JSON',
      async () => ({ ...(await other()), model: text('{') }),
      'checkpoint-not-json',
      /model.json/,
    ],
    [
      'a model that says nothing',
      async () => ({ ...(await other()), model: text('{}') }),
      'checkpoint-invalid',
      /format/,
    ],
  ])('%s', async (_, bytes, code, message) => {
    await expect(entry.open(await bytes())).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each([
    ['an array that there is none of', { patch: [{ array: 'hidden.7', set: 0 }] }, 'no-neuron-to-change'],
    ['a neuron that there is none of', { clamp: { 'hidden.1': { 999: 0 } } }, 'no-neuron-to-change'],
    ['no number', { patch: [{ array: 'hidden.1', set: Number.NaN }] }, 'no-value-to-clamp'],
    ['two changes at once', { patch: [{ array: 'hidden.1', set: 0, add: 0 }] }, 'patch-unusable'],
  ])('%s', async (_, options, code) => {
    const front = await lstm();
    const model = await entry.open(bytesOf(front.checkpoint));
    const wanted = await front.read('the cat', options).then(
      () => null,
      ({ message }: Error) => message,
    );
    await expect(model.read('the cat', options)).rejects.toMatchObject({ code, message: wanted });
  });

  it('a text, of a network whose tokens are pieces of words', async () => {
    const front = await opened(modern('rwkv4/rwkv4-float32.pth'));
    const model = await entry.open(bytesOf(front.checkpoint));
    await expect(model.read('a text')).rejects.toMatchObject({ code: 'only-ids' });
  });
});
