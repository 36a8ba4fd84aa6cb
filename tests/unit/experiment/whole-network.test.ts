/** Experiments with whole networks: what is recorded is what a second program computed, and of a wired one what is known. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../../runner/analysis/reading/recording.ts';
import { commandNamed } from '../../../runner/cli/commands/commands.ts';
import { readWords } from '../../../runner/cli/commands/words.ts';
import { random } from '../../../runner/core/random.ts';
import { loadManifest, manifestOf } from '../../../runner/experiment/manifest/load.ts';
import type { Evidence } from '../../../runner/experiment/results/evidence-schema.ts';
import { readResult } from '../../../runner/experiment/results/read.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { runExperiment } from '../../../runner/experiment/run.ts';
import { encodeSafetensors } from '../../../runner/io/formats/safetensors/file.ts';
import { open } from '../../../runner/open.ts';
import { wiredDocuments } from '../../cli/wired.ts';
import { distance, expectedIn, modern } from '../nn/models/readers/reference-networks.ts';
import { bystander, carrier, wiredRwkv, wiredVocabulary } from './wired-rwkv.ts';

const folder = mkdtempSync(join(tmpdir(), 'whole-network-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of the fixtures beside one another; the tokenizer's is the last. */
function modelIn(name: string, ...files: string[]): string {
  const place = join(folder, name);
  mkdirSync(place);
  for (const file of files) cpSync(modern(file), join(place, file.slice(dirname(file).length + 1)));
  return name;
}

const run = async (id: string, settings: object) =>
  runExperiment(await manifestOf({ title: 'A whole network', ...settings }, id), { cwd: folder });

const marks = { name: 'marks', match: '[.?!;]' };

describe('what an experiment records', () => {
  let result: Result;
  const numbers = expectedIn('rwkv4/expected.npz');
  beforeAll(async () => {
    modelIn('rwkv4', 'rwkv4/rwkv4-float32.pth', 'tokenizers/tokenizer.json');
    cpSync(modern('rwkv4/text.txt'), join(folder, 'text.txt'));
    const settings = {
      model: { checkpoint: 'rwkv4' },
      corpus: { source: 'text.txt' },
      observe: { source: 'text.txt', segment: 'none', warmUp: 0 },
      record: { layer: 2, component: 'wkv' },
      sample: { prompt: 'The river', length: 12 },
      features: [marks, { name: 'nouns', partOfSpeech: ['NN'] }],
      ...{ evidence: 'none', atlas: 'none' },
    };
    await run('rwkv4', settings);
    result = await readResult(join(folder, 'public/results/rwkv4'));
  });

  it('is the text in the tokens of its own tokenizer', async () => {
    const { tokens } = await expectedIn('rwkv4/expected.npz');
    expect(result.observation.tokens).toBe(tokens?.data.length);
    expect(result.texts.observed.tokens.join('')).toBe(readFileSync(modern('rwkv4/text.txt'), 'utf8'));
    expect(result.texts.sampled.tokens.slice(0, 3).join('')).toMatch(/^The r/);
  });

  it('is every component as a second program has it', async () => {
    const recording = await openRecording(join(folder, 'runs/rwkv4/recording.safetensors'));
    for (const [component, width] of [
      ...['wkv', 'value', 'receptance'].map((each) => [each, 24] as const),
      ['channelHidden', 96] as const,
    ]) {
      for (const layer of [1, 2]) {
        const name = `${component}.${layer}`;
        const { [name]: expected = { shape: [], data: new Float32Array() } } = await numbers;
        const neurons = await recording.at(name);
        expect(neurons).toHaveLength(width);
        const first = expected.data.length / width;
        const rows = Float32Array.from(
          expected.data,
          (_, i) => neurons[i % width]?.[Math.floor(i / width)] ?? Number.NaN,
        );
        expect(first).toBeGreaterThan(10);
        expect(distance(rows, expected), name).toBeLessThan(1e-5);
      }
    }
  });

  it('has its loss, and says what the network is', async () => {
    const { loss = { shape: [], data: new Float32Array() } } = await numbers;
    const mean = [...loss.data].reduce((sum, each) => sum + each, 0) / loss.data.length;
    expect(result.observation.loss).toBeCloseTo(mean, 4);
    // The first token is never predicted: the text begins with 'The', of which 'he' is left at the most.
    const words = readFileSync(modern('rwkv4/text.txt'), 'utf8').trim().split(/\s+/).length;
    const perWord = Math.exp((mean * loss.data.length) / words);
    expect(Math.log(result.observation.perplexityPerWord ?? 0)).toBeCloseTo(Math.log(perWord), 2);
    expect(result.model).toMatchObject({
      cell: 'rwkv4',
      layers: 2,
      units: 24,
      embedding: 24,
      vocabulary: 90,
      unit: 'subword',
    });
    expect(result.record).toEqual({ layer: 2, component: 'wkv' });
    expect(result.live).toBeNull();
    // Addresses and streams mean nothing number by number.
    const shown = [...new Set(result.texts.observed.sidecars.map(({ component }) => component))];
    expect(shown).toEqual(['receptance', 'value', 'wkv', 'channelGate', 'channelHidden']);
  });
});

describe('a wired RWKV-4', { timeout: 180_000 }, () => {
  let evidence: Evidence;
  beforeAll(async () => {
    mkdirSync(join(folder, 'wired'));
    writeFileSync(join(folder, 'wired/model.safetensors'), encodeSafetensors(wiredRwkv(1)));
    writeFileSync(join(folder, 'wired/rwkv_vocab.txt'), wiredVocabulary);
    const lines = wiredDocuments(80, 5).map(({ text }) => `${JSON.stringify({ text })}\n`);
    writeFileSync(join(folder, 'wired.jsonl'), lines.join(''));
    const settings = {
      model: { checkpoint: 'wired' },
      corpus: { source: 'wired.jsonl' },
      observe: { source: 'wired.jsonl', segment: 64, warmUp: 8, heldOut: true },
      record: { layer: 1, component: 'wkv' },
      sample: { prompt: 'bina ', length: 8 },
      features: [{ name: 'inside quotes', passage: '“(?<inside>[^”]*)' }],
      neurons: [carrier, bystander],
      atlas: 'none',
    };
    await run('wired', settings);
    const { evidence: found } = await readResult(join(folder, 'public/results/wired'));
    if (found === null) throw new Error('there is no evidence');
    evidence = found;
  }, 180_000);
  const claimOf = (neuron: number) => evidence.claims.find((claim) => claim.neuron === neuron);

  it('is found to know what it was wired to know, and to use it', () => {
    expect(claimOf(carrier)).toMatchObject({ component: 'wkv', sign: 1, directEffect: null });
    expect(claimOf(carrier)?.verdict).toMatchObject({ level: 'used' });
  });

  it('is not found to use a neuron that nothing reads', () => {
    expect(claimOf(bystander)?.rungs).toMatchObject({ learned: { status: 'passed' }, used: { status: 'failed' } });
  });
});

describe('a program', { timeout: 180_000 }, () => {
  const place = join(folder, 'façade');
  const texts = wiredDocuments(80, 5).map(({ text }) => text);
  beforeAll(() => {
    mkdirSync(place);
    writeFileSync(join(place, 'model.safetensors'), encodeSafetensors(wiredRwkv(1)));
  });

  it('tests a wired RWKV-4 that it has open, and finds what it was wired to know', async () => {
    const vocabulary = join(folder, 'façade.txt');
    writeFileSync(vocabulary, wiredVocabulary);
    const model = await open(place, { vocabulary });
    const claims = await model.test(texts, [{ name: 'inside quotes', passage: '“(?<inside>[^”]*)' }], {
      observe: { segment: 64, warmUp: 8, heldOut: true },
      record: { layer: 1, component: 'wkv' },
      neurons: [carrier, bystander],
      evidence: 'quick',
    });
    expect(claims.map(({ neuron, component }) => [neuron, component])).toEqual([
      [carrier, 'wkv'],
      [bystander, 'wkv'],
    ]);
    expect(claims[0]?.rungs.learned?.status).toBe('passed');
    // It is as it was.
    expect((await model.read('bina ')).tokens.join('')).toBe('bina ');
    await expect(model.train(texts)).rejects.toThrow(/cannot be trained\. It is RWKV-4/);
    expect(() => model.checkpoint).toThrow(/cannot be had as a checkpoint\. It is RWKV-4/);
    expect(model.architecture).toMatchObject({ family: 'rwkv4', layers: 1 });
    await model.close();
  });

  it('asks it pairs: the margin is that of the losses of its tokens', async () => {
    const vocabulary = join(folder, 'façade.txt');
    const model = await open(place, { vocabulary });
    const [text = ''] = texts;
    const [prefix, right, wrong] = [text.split(' ').slice(0, 6).join(' '), '”', ' bina'];
    writeFileSync(join(folder, 'pairs.tsv'), `text\tright\twrong\n${prefix}\t${right}\t${wrong}\n`);
    const { pairs, margins } = await model.pairs(join(folder, 'pairs.tsv'));
    const losses = await Promise.all(
      [right, wrong].map(async (end) => {
        const { nll } = await model.read(prefix + end);
        const { ids } = await model.read(prefix);
        return nll.subarray(ids.length - 1).reduce((sum, each) => sum + each, 0);
      }),
    );
    expect(pairs).toBe(1);
    expect(margins[0]).toBeCloseTo((losses[1] ?? Number.NaN) - (losses[0] ?? Number.NaN), 4);
    await model.close();
  });

  it('is told that a model without a tokenizer reads ids alone', async () => {
    const model = await open(place);
    await expect(model.test(texts, ['a'])).rejects.toMatchObject({ code: 'only-ids' });
    await expect(model.pairs(join(folder, 'pairs.tsv'))).rejects.toMatchObject({ code: 'only-ids' });
    await expect(model.read('a')).rejects.toMatchObject({ code: 'only-ids' });
    expect((await model.read([2, 3])).ids).toHaveLength(2);
    await model.close();
  });
});

async function importCommand(words: readonly string[]): Promise<void> {
  const { description, run } = await commandNamed('import');
  await run(readWords(description, words), words);
}

it('a minLM of bytes is kept by an import and asked, with its own weights in another order beside it', async () => {
  const place = fileURLToPath(new URL('../../fixtures/networks/08-mingru/', import.meta.url));
  await importCommand([join(place, 'minlm_gru.pt'), 'as=minlm', 'unit=byte', `models=${folder}`]);
  const draw = random(3);
  const lines = Array.from({ length: 90 }, () => {
    const text = Array.from({ length: 70 }, () => 'abc de. '[draw.below(8)]).join('');
    return `${JSON.stringify({ text })}\n`;
  });
  writeFileSync(join(folder, 'bytes.jsonl'), lines.join(''));
  await run('minlm', {
    model: { checkpoint: 'minlm' },
    corpus: { source: 'bytes.jsonl' },
    observe: { source: 'bytes.jsonl', segment: 64, warmUp: 8, heldOut: true },
    sample: { prompt: 'abc', length: 8 },
    features: [{ name: 'stops', match: '[.]' }],
    ...{ evidence: 'quick', atlas: 'none' },
  });
  const result = await readResult(join(folder, 'public/results/minlm'));
  expect(result.model).toMatchObject({ cell: 'mingru-lm', unit: 'byte', units: 12, embedding: 8 });
  expect(result.live).toBeNull();
  if (result.evidence === null) throw new Error('there is no evidence');
  const [claim] = result.evidence.claims;
  // Its decoder reads a norm of the stream; what untrained networks are is told once.
  expect(claim).toMatchObject({ directEffect: null });
  expect(claim?.rungs.learned?.measured).toMatchObject({ shuffled: null });
  await expect(run('minlm', { model: { checkpoint: 'minlm' }, train: { continue: true } })).rejects.toThrow(
    /cannot be trained\. It is minLM of minGRUs/,
  );
}, 180_000);

describe('what cannot be asked is refused before anything is written', () => {
  const asked = (id: string, settings: object) =>
    run(id, { observe: { source: 'text.txt' }, corpus: { source: 'text.txt' }, features: [marks], ...settings });
  const model = { checkpoint: 'rwkv4' };

  it.each([
    [
      'key',
      /the key of the RWKV-4 rwkv4, which is no component of neurons\. An address says where.*Choose receptance, value, wkv, channelGate or channelHidden/,
    ],
    ['residual', /stream after the layer.*A stream is what all layers add to/],
    ['cell', /which the RWKV-4 of the checkpoint rwkv4 does not have/],
  ])('%s', async (component, words) => {
    await expect(asked('refused', { model, record: { component } })).rejects.toThrow(words);
    expect(existsSync(join(folder, 'public/results/refused'))).toBe(false);
  });

  it('to hold what is only computed to be looked at', async () => {
    modelIn('mamba', 'mamba1/original/pytorch_model.bin', 'mamba1/original/config.json', 'tokenizers/tokenizer.json');
    const refused = asked('refused', { model: { checkpoint: 'mamba' }, record: { component: 'memoryNorm' } });
    await expect(refused).rejects.toThrow(
      /The length of the memory is computed to be looked at.*Set evidence to quick/,
    );
  });

  it('a text, of a model whose tokenizer is not there', async () => {
    modelIn('bare', 'griffin/model.safetensors', 'griffin/config.json');
    await expect(asked('refused', { model: { checkpoint: 'bare' } })).rejects.toThrow(
      /bare reads token ids, and no tokenizer lies beside it.*Put its tokenizer\.json/,
    );
  });

  it('to train it, and to cut a text into subwords without it', async () => {
    await expect(asked('refused', { model, train: { continue: true } })).rejects.toThrow(
      /cannot be trained\. It is RWKV-4/,
    );
    const words = /"corpus.unit" is subword and "model.checkpoint" is left out/;
    await expect(asked('refused', { corpus: { source: 'text.txt', unit: 'subword' } })).rejects.toThrow(words);
  });
});

it('the manifest of the documentation runs as it stands, but for the sizes of a model that fits here', async () => {
  const page = readFileSync(new URL('../../../docs/your-own-model.md', import.meta.url), 'utf8');
  const [, yaml = ''] = /### Open an RWKV, a Mamba[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  mkdirSync(join(folder, 'my-models'));
  mkdirSync(join(folder, 'my-texts'));
  modelIn('my-models/rwkv-4-pile-169m', 'rwkv4/rwkv4-float32.pth');
  cpSync(modern('tokenizers/tokenizer.json'), join(folder, 'my-models/rwkv-4-pile-169m/20B_tokenizer.json'));
  writeFileSync(join(folder, 'my-texts/novel.txt'), readFileSync(modern('rwkv4/text.txt'), 'utf8').repeat(40));
  writeFileSync(join(folder, 'my-rwkv.yaml'), yaml);
  const smaller = [
    'record.layer=2',
    'observe.segment=32',
    'observe.warmUp=4',
    'sample.prompt=The river',
    'sample.length=8',
    'evidence=quick',
    'atlas=none',
  ];
  const loaded = await loadManifest('my-rwkv.yaml', smaller, folder);
  const { result } = await runExperiment(loaded, { cwd: folder });
  expect(result.model).toMatchObject({ cell: 'rwkv4', units: 96 });
  expect(result.features.map(({ name }) => name)).toEqual(['inside quotes', 'nouns']);
  expect(result.features[1]?.carriers).toBeGreaterThan(20);
}, 180_000);

it('an import says that it is read where it lies', async () => {
  const importing = importCommand([modern('rwkv4/rwkv4-float32.pth'), 'as=mine', `models=${join(folder, 'models')}`]);
  await expect(importing).rejects.toThrow(/cannot be imported as a checkpoint\. It is RWKV-4.*read where it lies/);
  expect(existsSync(join(folder, 'models', 'mine'))).toBe(false);
});
