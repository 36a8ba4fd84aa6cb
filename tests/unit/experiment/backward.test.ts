/** Experiments with models that read from right to left: what is read, trained and published is that of the mirrored text, turned. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { arraysOf, mapTable, strongestTable } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import { atlasSchema, none16 } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { openRecording } from '../../../runner/analysis/reading/recording.ts';
import { item } from '../../../runner/core/at.ts';
import { random } from '../../../runner/core/random.ts';
import { manifestOf } from '../../../runner/experiment/manifest/load.ts';
import { featureTools, markObserved } from '../../../runner/experiment/mark-text.ts';
import { activationsOf } from '../../../runner/experiment/results/activations.ts';
import { readActivations, readResult } from '../../../runner/experiment/results/read.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { runExperiment } from '../../../runner/experiment/run.ts';
import { loadCheckpoint, saveCheckpoint } from '../../../runner/nn/models/checkpoint.ts';
import { readCorpus } from '../../../runner/text/corpus.ts';
import type { Feature } from '../../../runner/text/labels/features.ts';
import { naturalStretches } from '../../../runner/text/segments.ts';
import { documentHash, splitOf } from '../../../runner/text/splits.ts';
import { observedText } from '../../../runner/text/text.ts';
import { closing, opening, space, words } from '../../calibration/quotation-language.ts';
import { quoteNeuron, wiredCheckpoint } from '../../calibration/wired.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: folder, write } = temporaryFolder();

const length = 63;
const some = words.slice(0, 8);

/** Words, and between them a space or now and then one of two marks, which nothing before them tells. */
function documentsOf(count: number, seed: number): string[][] {
  const draw = random(seed);
  const mark = () => (draw.uniform() < 0.75 ? space : draw.uniform() < 0.5 ? closing : opening);
  return Array.from({ length: count }, () =>
    Array.from({ length }, (_, t) => (t % 2 === 0 ? item(some, draw.below(some.length)) : mark())),
  );
}
const documents = documentsOf(48, 1);
const written = documents.map((tokens) => tokens.join(''));
const mirror = <T>(all: readonly (readonly T[])[]) => all.map((tokens) => tokens.toReversed());
const linesOf = (all: readonly (readonly string[])[]) =>
  all.map((tokens) => `${JSON.stringify({ text: tokens.join('') })}\n`).join('');
write('text.jsonl', linesOf(documents));
write('mirror.jsonl', linesOf(mirror(documents)));

/** One neuron keeps which mark it read last. */
const units = 8;
const checkpoint = wiredCheckpoint(2, { units });
const carrier = quoteNeuron;

const run = async (id: string, settings: object) => {
  await runExperiment(await manifestOf({ title: 'Backward', ...settings }, id), { cwd: folder });
  return readResult(join(folder, 'public/results', id));
};
const claimOf = ({ evidence }: Result) => evidence?.claims.find(({ neuron }) => neuron === carrier);

describe('a network that keeps the mark it read last', { timeout: 120_000 }, () => {
  let [backward, forward, ofMirror] = [] as unknown as [Result, Result, Result];
  const settings = (name: string, source: string, before = 'bina” dina') => ({
    model: { checkpoint: name },
    corpus: { source },
    observe: { source, segment: length, warmUp: 7, heldOut: true, before },
    sample: { prompt: 'fina“ gina', length: 20 },
    features: [{ name: 'exclaimed', passage: '[^“”]+(?=“)', among: 'words' }],
    record: { component: 'hidden' },
    detect: { by: 'effect', count: 1 },
  });
  beforeAll(async () => {
    await saveCheckpoint(join(folder, 'plain'), checkpoint);
    await saveCheckpoint(join(folder, 'turned'), { ...checkpoint, direction: 'backward' });
    backward = await run('backward', { ...settings('turned', 'text.jsonl'), evidence: 'full' });
    forward = await run('forward', { ...settings('plain', 'text.jsonl'), evidence: 'quick', atlas: 'none' });
    ofMirror = await run('mirror', {
      ...settings('plain', 'mirror.jsonl', 'dina ”bina'),
      sample: { prompt: 'gina “fina', length: 20 },
      features: [{ name: 'exclaimed', passage: '(?<=“)[^“”]+', among: 'words' }],
      evidence: 'none',
      atlas: 'none',
    });
  }, 120_000);

  it('reads a text from its end as it reads the mirrored text from its beginning, bit for bit', async () => {
    const [own, mirrored] = await Promise.all(
      ['backward', 'mirror'].map((id) => openRecording(join(folder, 'runs', id, 'recording.safetensors'))),
    );
    for (const name of ['hidden.1', 'cell.1', 'output.1'])
      expect(await own?.at(name)).toEqual(await mirrored?.at(name));
    expect(await own?.series('nll')).toEqual(await mirrored?.series('nll'));
  });

  it('is shown the text as it is written, and each token with what was read there', async () => {
    const { tokens, resets, nll } = backward.texts.observed;
    // Of the last document only its end is shown: that was read first.
    const endsOne = (piece: string) => written.some((text) => text.endsWith(piece));
    for (const start of resets) expect(endsOne(tokens.slice(start, start + length).join(''))).toBe(true);
    expect(written).toContain(tokens.slice(0, length).join(''));
    expect(backward.texts.sampled.tokens.slice(-4).join('')).toBe('fina“ gina');
    const shown = async (id: string, result: Result) => {
      const asked = { text: 'observed', component: 'hidden', layer: 1 } as const;
      const activations = await readActivations(join(folder, 'public/results', id), result, asked);
      return [...activationsOf(activations, carrier).subarray(0, length)];
    };
    expect(await shown('backward', backward)).toEqual((await shown('mirror', ofMirror)).toReversed());
    // Of the mirrored text the loss of each token stands where it is predicted, one before.
    const losses = ofMirror.texts.observed.nll.slice(0, length - 1).toReversed();
    expect(nll.slice(0, length)).toEqual([...losses, null]);
  });

  it.each(['observed', 'sampled'] as const)('has all else of the %s text turned with its tokens', (name) => {
    const [own, mirrored] = [backward.texts[name], ofMirror.texts[name]];
    const starts = name === 'observed' ? own.resets : [0];
    expect(mirrored.resets).toEqual(own.resets);
    const turned = <T>(list: readonly T[]): T[] =>
      starts.flatMap((start, index) => list.slice(start, starts[index + 1] ?? own.tokens.length).toReversed());
    expect(turned(own.tokens)).toEqual(mirrored.tokens);
    const marksOf = ({ features: [feature] }: Result) =>
      Array.from(own.tokens, (_, t) => feature?.positions[name].includes(t) ?? null);
    expect(turned(marksOf(backward))).toEqual(marksOf(ofMirror));
    expect(marksOf(backward)).toContain(true);
  });

  it('tells the loss of the mirrored text, the prompt’s place at the end, and in which direction it reads', () => {
    expect(backward.observation.loss).toBe(ofMirror.observation.loss);
    expect(backward.texts.sampled).toMatchObject({ promptLength: 4, promptStart: 20 });
    expect([backward.model.direction, backward.manifest.model.direction]).toEqual(['backward', 'backward']);
    expect(forward.model).not.toHaveProperty('direction');
    // It is not given to readers to try.
    expect([backward.live, forward.live === null]).toEqual([null, false]);
  });

  it('is found to know by what stands behind a token, which it does not from left to right', () => {
    expect(claimOf(backward)).toMatchObject({ sign: 1, rungs: { heldOut: { status: 'passed' } } });
    // Of a passage's few marks the others are a little more often of the other kind; over all of them a mark says nothing of the next.
    const pooled = (result: Result) => claimOf(result)?.effect?.pooledAuc ?? Number.NaN;
    expect(pooled(backward)).toBeCloseTo(1, 3);
    expect(Math.abs(pooled(forward) - 0.5)).toBeLessThan(0.03);
  });

  it('has excerpts, of claims and of the atlas, as the text is written', () => {
    const { highest = [], lowest = [] } = claimOf(backward)?.excerpts ?? {};
    expect(highest.length + lowest.length).toBeGreaterThan(3);
    for (const { tokens, activations, centre } of [...highest, ...lowest]) {
      expect(written.some((text) => text.includes(tokens.join('')))).toBe(true);
      // Up to the next mark to the right it has what that mark says.
      const mark = tokens.slice(centre).find((token) => token === opening || token === closing);
      if (mark !== undefined) expect(Math.sign(activations[centre] ?? 0)).toBe(mark === opening ? 1 : -1);
    }
  });

  it('has an atlas whose places, marks and parts are those of the written text', async () => {
    const results = join(folder, 'public/results/backward');
    const bytesOf = (path: string) => readFile(join(results, path));
    const json = async (path: string) => JSON.parse((await bytesOf(path)).toString('utf8'));
    const [{ path } = { path: '' }] = backward.atlases ?? [];
    const atlas = atlasSchema.parse(await json(path));
    const names: string[] = await json(atlas.vocabulary.path);
    const isWritten = (numbers: Uint16Array) => {
      const tokens = [...numbers].filter((number) => number !== none16).map((number) => names[number] ?? '?');
      expect(tokens.length).toBeGreaterThan(3);
      return written.some((text) => text.includes(tokens.join('')));
    };
    const map = arraysOf(mapTable, await bytesOf(atlas.map.path), atlas.map.path, atlas);
    const width = 2 * atlas.side + 1;
    for (let neuron = 0; neuron < units; neuron++)
      expect(isWritten(map.exampleToken.subarray(neuron * width, (neuron + 1) * width))).toBe(true);
    const sizes = { ...atlas.strongest, features: atlas.features };
    const strongest = arraysOf(strongestTable, await bytesOf(sizes.path), sizes.path, sizes);
    const own = atlas.features.findIndex(({ name }) => name === 'exclaimed');
    const each = strongest.token.length / atlas.features.length;
    expect(isWritten(strongest.token.subarray(own * each, own * each + width))).toBe(true);
    const shown = strongest.shown.subarray(own * atlas.strongest.shown, (own + 1) * atlas.strongest.shown);
    expect([...shown.keys()].filter((t) => shown[t] === 1)).toEqual(backward.features[0]?.positions.observed);
    expect(atlas.parts?.length).toBeGreaterThan(0);
    for (const { position, tokens, backward: turned } of atlas.parts ?? []) {
      expect(turned).toBe(true);
      // In the order of reading: the token itself last, and before it what stands behind it.
      if (position >= backward.texts.observed.tokens.length) continue;
      expect(backward.texts.observed.tokens.slice(position, position + tokens.length).reverse()).toEqual(tokens);
    }
  });

  it('contradicts a manifest that has it read from left to right, and is asked no pairs', async () => {
    write('pairs.tsv', 'text\tright\twrong\nbina \tdina\tfina\n');
    const asked = run('pairs', { ...settings('turned', 'text.jsonl'), pairs: [{ name: 'some', source: 'pairs.tsv' }] });
    await expect(asked).rejects.toThrow(/Pairs cannot be asked of a model that reads from right to left/);
    const plain = settings('plain', 'text.jsonl');
    const wrong = run('wrong', { ...plain, model: { ...plain.model, direction: 'backward' } });
    await expect(wrong).rejects.toThrow(/"model.direction" is "backward" and the checkpoint plain has "forward"/);
  });
});

it('a training from right to left is that of the mirrored text, bit for bit, and writes to the left', async () => {
  const shares = { heldOut: 0.25, validation: 0.2, proportion: 1 };
  const ownSplit = (tokens: readonly string[]) => splitOf(documentHash(tokens.join('')), shares);
  const chosen = documentsOf(80, 3).filter((tokens) => ownSplit(tokens) === ownSplit(tokens.toReversed()));
  write('train.jsonl', linesOf(chosen));
  write('train-mirror.jsonl', linesOf(mirror(chosen)));
  const trained = async (source: string, prompt: string, model: object) => {
    const result = await run(source, {
      corpus: { source, minimumCount: 1, ...shares },
      model: { units: 6, embedding: 4, ...model },
      train: { epochs: 2, batch: 4, window: 8 },
      observe: { segment: length, warmUp: 7 },
      sample: { prompt, length: 6 },
      evidence: 'none',
      atlas: 'none',
    });
    return { result, checkpoint: await loadCheckpoint(join(folder, 'runs', source, 'checkpoint')) };
  };
  const own = await trained('train.jsonl', 'bina“dina', { direction: 'backward' });
  const mirrored = await trained('train-mirror.jsonl', 'dina“bina', {});
  expect(own.checkpoint.direction).toBe('backward');
  expect(own.checkpoint.weights).toEqual(mirrored.checkpoint.weights);
  const { tokens } = own.result.texts.sampled;
  expect(tokens).toEqual(mirrored.result.texts.sampled.tokens.toReversed());
  expect(tokens.slice(-3)).toEqual(['bina', opening, 'dina']);
  const losses = ({ learningCurve }: Result) => learningCurve?.epochs.map(({ validationLoss }) => validationLoss);
  expect(losses(own.result)).toEqual(losses(mirrored.result));
}, 60_000);

describe('what is read from right to left', async () => {
  const stop: Feature = { name: 'stop', match: '[.]' };
  const sentences = written.slice(0, 4).map((text) => text.replaceAll(closing, '.'));
  write('lines.txt', `${sentences.join('.\n\n')}\n`);
  const settings = { source: ['lines.txt'], unit: 'word', minimumCount: 1, proportion: 1, heldOut: 0, validation: 0 };
  const corpus = await readCorpus({ ...settings, documents: 'lines' } as never, { cwd: folder });
  const tools = await featureTools([stop], { tagger: null, corpus, cwd: folder });

  it.each(['none', 'sentence', 'document', 16] as const)('has its marks at its tokens: segment %s', async (segment) => {
    const observe = { source: 'lines.txt', documents: 8, tokens: 4096, segment, warmUp: 0 };
    const [inText, read] = await Promise.all([
      observedText(observe, { corpus, cwd: folder }),
      observedText(observe, { corpus, cwd: folder, direction: 'backward' }),
    ]);
    const [marks] = markObserved([stop], read, tools);
    expect([...(marks ?? [])]).toEqual(read.tokens.map((token) => Number(token === '.')));
    expect(marks).toContain(1);
    expect(Array.from(read.ids, (id) => corpus.vocabulary.tokens[id])).toEqual(read.tokens);
    if (segment === 'none') expect(read.tokens).toEqual(inText.tokens.toReversed());
    if (segment !== 'sentence') return;
    // It is read from its end, though it is longer than what is read of each.
    const ends = read.documents.map(({ places, length: own }) => places.map((place) => place + own));
    const stretches = read.documents.map(({ whole }) => naturalStretches('sentence', whole(), corpus));
    for (const [document, own] of ends.entries())
      for (const end of own) expect(stretches[document]?.map(([, last]) => last)).toContain(end);
  });
});
