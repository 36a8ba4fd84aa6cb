/** Experiments with whole networks: what is recorded is what a second program computed, and of a wired one what is known. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../../runner/analysis/reading/recording.ts';
import { commandNamed } from '../../../runner/cli/commands/commands.ts';
import { readWords } from '../../../runner/cli/commands/words.ts';
import { at, item } from '../../../runner/core/at.ts';
import { random } from '../../../runner/core/random.ts';
import { manifestOf } from '../../../runner/experiment/manifest/load.ts';
import { readResult } from '../../../runner/experiment/results/read.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { runExperiment } from '../../../runner/experiment/run.ts';
import { encodeSafetensors } from '../../../runner/io/formats/safetensors/file.ts';
import type { Tensor } from '../../../runner/nn/models/program.ts';
import { open } from '../../../runner/open.ts';
import { closing, opening, wiredDocuments, vocabulary as words } from '../../cli/wired.ts';
import { deviation, expectedIn, modern } from '../nn/models/readers/reference-networks.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const [carrier, bystander] = [3, 5] as const;
const width = 16;
const hidden = 4;

/** Rows of a Hadamard matrix: at right angles, of mean 0 but for the first, and every entry 1 or -1, so that shuffling loses them. */
const direction = (row: number, column: number): number => {
  let sign = 1;
  for (let bits = row & column; bits > 0; bits &= bits - 1) sign = -sign;
  return sign;
};
/** Which mark it is; whether it is one; what the carrier writes. Behind them each other token has one. */
const [which, isMark, written] = [1, 2, 3];

/** Token 0 is the end of a text. */
const vocabulary = ['', ...words.slice(1)];

/** As the authors of RWKV write a vocabulary. */
const wiredVocabulary = vocabulary
  .flatMap((token, id) => (id === 0 ? [] : [`${id} ${JSON.stringify(token)} ${Buffer.byteLength(token)}\n`]))
  .join('');

/**
 * An RWKV-4 that is wired by hand for the language of tests/cli/wired.ts, of which the truth is known: of its weighted means of
 * values one carries 'inside quotation marks' to the output, a second carries the same and nothing reads it, the others hear noise.
 */
function wiredRwkv(): Record<string, Tensor> {
  const draw = random(1);
  const make = (shape: readonly [number, number], value: (row: number, column: number) => number): Tensor => {
    const [rows, columns] = shape;
    const data = Float32Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns));
    return { shape, data };
  };
  const square = (value: (row: number, column: number) => number) => make([width, width], value);
  const vector = (value: number): Tensor => ({ shape: [width], data: new Float32Array(width).fill(value) });
  const norm = (name: string) => ({ [`${name}.weight`]: vector(1), [`${name}.bias`]: vector(0) });
  const mixed = (block: string, names: string) =>
    Object.fromEntries([...names].map((name) => [`blocks.0.${block}.time_mix_${name}`, vector(1)]));
  const carries = (channel: number) => channel === carrier || channel === bystander;
  const noise = (scale: number) => scale * draw.normal();
  const inside = (id: number) => id >= 5 && id < 9;
  return {
    // All are as long, and their mean is 0, so that norms change nothing but the length.
    'emb.weight': make([vocabulary.length, width], (id, column) => {
      const token = vocabulary[id];
      const mark = token === opening ? 1 : token === closing ? -1 : 0;
      if (mark !== 0) return mark * direction(which, column) + direction(isMark, column);
      return (id % 2 === 0 ? 1 : -1) * direction(4 + Math.floor(id / 2), column) - direction(isMark, column);
    }),
    ...norm('blocks.0.ln0'),
    ...norm('blocks.0.ln1'),
    ...norm('blocks.0.ln2'),
    ...norm('ln_out'),
    // Half of what is there is left after a token: e^(-e^w).
    'blocks.0.att.time_decay': vector(Math.log(Math.LN2)),
    'blocks.0.att.time_first': vector(0),
    ...mixed('att', 'kvr'),
    // A mark weighs e^34 of what another token does.
    'blocks.0.att.key.weight': square((row, column) => (carries(row) ? 1.5 * direction(isMark, column) : noise(0.5))),
    'blocks.0.att.value.weight': square((row, column) => (carries(row) ? 0.1 * direction(which, column) : noise(0.1))),
    'blocks.0.att.receptance.weight': square(() => 0),
    'blocks.0.att.output.weight': square((row, column) => (column === carrier ? 1.5 * direction(written, row) : 0)),
    ...mixed('ffn', 'kr'),
    'blocks.0.ffn.key.weight': make([hidden, width], () => 0),
    'blocks.0.ffn.receptance.weight': square(() => 0),
    'blocks.0.ffn.value.weight': make([width, hidden], () => 0),
    'head.weight': make([vocabulary.length, width], (id, column) =>
      id >= 5 ? (inside(id) ? 0.2 : -0.2) * direction(written, column) : 0,
    ),
  };
}

const { path: folder, write } = temporaryFolder();

/** Files of the fixtures beside one another. */
function modelIn(name: string, ...files: string[]): string {
  for (const file of files) cpSync(modern(file), join(folder, name, basename(file)));
  return name;
}

/** Runs an experiment with a model that is there. @returns its result as it was published. */
async function run(id: string, checkpoint: string, source: string, { observe, ...settings }: Record<string, unknown>) {
  const text = { corpus: { source }, observe: { source, ...(observe as object) } };
  const asked = { title: 'A whole network', model: { checkpoint }, ...text, features: [marks], ...settings };
  await runExperiment(await manifestOf(asked, id), { cwd: folder });
  return readResult(join(folder, 'public/results', id));
}

const marks = { name: 'marks', match: '[.?!;]' };
const halves = { segment: 64, warmUp: 8, heldOut: true };
const untested = { evidence: 'none', atlas: 'none' };
const text = readFileSync(modern('rwkv4/text.txt'), 'utf8');
write('text.txt', text);
modelIn('rwkv4', 'rwkv4/rwkv4-float32.pth', 'tokenizers/tokenizer.json');

const quoted = { name: 'inside quotes', nesting: 'quotes' } as const;
const wiredTexts = wiredDocuments(64, 5).map((document) => document.text);
write('wired/model.safetensors', encodeSafetensors(wiredRwkv()));
const linesOf = (texts: readonly string[]) => texts.map((each) => `${JSON.stringify({ text: each })}\n`).join('');

describe('what an experiment records', () => {
  let result: Result;
  const numbers = expectedIn('rwkv4/expected.npz');
  beforeAll(async () => {
    result = await run('rwkv4', 'rwkv4', 'text.txt', {
      observe: { segment: 'none', warmUp: 0 },
      record: { layer: 2, component: 'wkv' },
      ...untested,
      sample: { prompt: 'The river', length: 12 },
      features: [marks, { name: 'nouns', partOfSpeech: ['NN'] }],
    });
  });

  it('is the text in the tokens of its own tokenizer', async () => {
    expect(result.observation.tokens).toBe((await numbers).ids.length);
    expect(result.texts.observed.tokens.join('')).toBe(text);
    expect(result.texts.sampled.tokens.slice(0, 3).join('')).toMatch(/^The r/);
  });

  it.each(['wkv', 'value', 'receptance', 'channelHidden'])('is %s as a second program has it', async (component) => {
    const width = component === 'channelHidden' ? 96 : 24;
    const recording = await openRecording(join(folder, 'runs/rwkv4/recording.safetensors'));
    for (const name of [`${component}.1`, `${component}.2`]) {
      const expected = (await numbers).of(name);
      const neurons = await recording.at(name);
      expect(neurons).toHaveLength(width);
      expect(expected.data.length / width).toBeGreaterThan(10);
      const rows = Float32Array.from(expected.data, (_, i) => at(item(neurons, i % width), Math.floor(i / width)));
      expect(deviation(rows, expected), name).toBeLessThan(1e-5);
    }
  });

  it('has its loss, and says what the network is', async () => {
    const loss = (await numbers).of('loss');
    const mean = [...loss.data].reduce((sum, each) => sum + each, 0) / loss.data.length;
    expect(result.observation.loss).toBeCloseTo(mean, 4);
    // The first token is never predicted: the text begins with 'The', of which 'he' is left at the most.
    const words = text.trim().split(/\s+/).length;
    const perWord = Math.exp((mean * loss.data.length) / words);
    expect(Math.log(result.observation.perplexityPerWord ?? 0)).toBeCloseTo(Math.log(perWord), 2);
    const sizes = { layers: 2, units: 24, embedding: 24, vocabulary: 90 };
    expect(result.model).toMatchObject({ cell: 'rwkv4', unit: 'subword', ...sizes });
    expect(result.record).toEqual({ layer: 2, component: 'wkv' });
    expect(result.live).toBeNull();
    // Addresses and streams mean nothing number by number.
    const shown = [...new Set(result.texts.observed.sidecars.map(({ component }) => component))];
    expect(shown).toEqual(['receptance', 'value', 'wkv', 'channelGate', 'channelHidden']);
  });
});

it('a wired RWKV-4 is found to know what it was wired to know, and to use it, and not to use what nothing reads', async () => {
  write('wired/rwkv_vocab.txt', wiredVocabulary);
  write('wired.jsonl', linesOf(wiredTexts));
  const { evidence } = await run('wired', 'wired', 'wired.jsonl', {
    observe: halves,
    record: { layer: 1, component: 'wkv' },
    sample: { prompt: 'bina ', length: 8 },
    features: [quoted],
    neurons: [carrier, bystander],
    atlas: 'none',
  });
  const claimOf = (neuron: number) => evidence?.claims.find((claim) => claim.neuron === neuron);
  expect(claimOf(carrier)).toMatchObject({ component: 'wkv', sign: 1, directEffect: null, verdict: { level: 'used' } });
  expect(claimOf(bystander)?.rungs).toMatchObject({ learned: { status: 'passed' }, used: { status: 'failed' } });
}, 180_000);

describe('a program', { timeout: 180_000 }, () => {
  // Its vocabulary does not lie beside it.
  write('façade/model.safetensors', encodeSafetensors(wiredRwkv()));
  const place = join(folder, 'façade');
  const vocabulary = join(folder, write('façade.txt', wiredVocabulary));

  it('tests a wired RWKV-4 that it has open, and finds what it was wired to know', async () => {
    const model = await open(place, { vocabulary });
    const claims = await model.test(wiredTexts, [quoted], {
      observe: halves,
      record: { layer: 1, component: 'wkv' },
      neurons: [carrier, bystander],
      evidence: 'quick',
    });
    expect(claims.map(({ neuron, component }) => [neuron, component])).toEqual([
      [carrier, 'wkv'],
      [bystander, 'wkv'],
    ]);
    expect(claims[0]?.rungs.learned?.status).toBe('passed');
    expect(claims[0]?.excerpts?.highest[0]?.source).toBe('text of a program');
    // It is as it was.
    expect((await model.read('bina ')).tokens.join('')).toBe('bina ');
    expect(model.architecture).toMatchObject({ family: 'rwkv4', layers: 1 });
    await model.close();
  });

  it('is told that a model without a tokenizer reads ids alone', async () => {
    const model = await open(place);
    write('pairs.tsv', 'text\tright\twrong\nbina\t”\t bina\n');
    await expect(model.test(wiredTexts, ['a'])).rejects.toMatchObject({ code: 'only-ids' });
    await expect(model.pairs(join(folder, 'pairs.tsv'))).rejects.toMatchObject({ code: 'only-ids' });
    await expect(model.read('a')).rejects.toMatchObject({ code: 'only-ids' });
    expect((await model.read([2, 3])).ids).toHaveLength(2);
    await model.close();
  });
});

it('a minLM of bytes is kept by an import and asked, with its own weights in another order beside it', async () => {
  const file = new URL('../../fixtures/networks/08-mingru/minlm_gru.pt', import.meta.url);
  const words = [fileURLToPath(file), 'as=minlm', 'unit=byte', `models=${folder}`];
  const importing = await commandNamed('import');
  await importing.run(readWords(importing.description, words), words);
  const draw = random(3);
  const letters = () => Array.from({ length: 70 }, () => 'abc de. '[draw.below(8)]).join('');
  write('bytes.jsonl', linesOf(Array.from({ length: 90 }, letters)));
  const { model, live, evidence } = await run('minlm', 'minlm', 'bytes.jsonl', {
    observe: halves,
    sample: { prompt: 'abc', length: 8 },
    features: [{ name: 'stops', match: '[.]' }],
    evidence: 'quick',
    atlas: 'none',
  });
  expect(model).toMatchObject({ cell: 'mingru-lm', unit: 'byte', units: 12, embedding: 8 });
  expect(live).toBeNull();
  // Its decoder reads a norm of the stream; what untrained networks are is told once.
  const learned = { measured: { shuffled: null } };
  expect(evidence?.claims[0]).toMatchObject({ directEffect: null, rungs: { learned } });
}, 180_000);

describe('trained further a network learns, once, and is kept with its tokenizer', () => {
  const words = text.split(/\s+/).slice(0, 8);
  const draw = random(4);
  const more = () => Array.from({ length: 50 }, () => item(words, draw.below(words.length))).join(' ');
  write('more.jsonl', linesOf(Array.from({ length: 40 }, more)));
  const corpus = { source: 'more.jsonl', validation: 0.2 };
  const read = { ...untested, corpus, observe: { segment: 32, warmUp: 4 }, sample: { prompt: 'The', length: 4 } };
  const train = { continue: true, epochs: 2, batch: 4, window: 8, optimizer: { name: 'adam', learningRate: 0.01 } };

  it('Mamba', { timeout: 180_000 }, async () => {
    const id = 'mamba-further';
    const before = modelIn('mamba-before', 'mamba1/original/pytorch_model.bin', 'tokenizers/tokenizer.json');
    const { learningCurve, observation } = await run(id, before, 'more.jsonl', { ...read, train });
    const [first, ...others] = learningCurve?.epochs ?? [];
    expect(others.at(-1)?.validationLoss).toBeLessThan(0.6 * (first?.validationLoss ?? 0));
    const again = await run('mamba-again', `runs/${id}/checkpoint`, 'more.jsonl', read);
    expect(again.observation.loss).toBeCloseTo(observation.loss ?? Number.NaN, 4);
    const weights = () => readFileSync(join(folder, 'runs', id, 'checkpoint/weights.safetensors'));
    const kept = weights();
    await run(id, before, 'more.jsonl', { ...read, train });
    expect(weights()).toEqual(kept);
    // Nobody drops anything in it.
    const dropped = run('dropped', before, 'more.jsonl', { ...read, train: { ...train, dropout: 0.3 } });
    await expect(dropped).rejects.toThrow(`"train.dropout" is 0.3 and the checkpoint ${before} has 0`);
  });
});

const of = (component: string) => ({ record: { component } });
describe('what cannot be asked is refused before anything is written', () => {
  modelIn('mamba', 'mamba1/original/pytorch_model.bin', 'mamba1/original/config.json', 'tokenizers/tokenizer.json');
  modelIn('bare', 'griffin/model.safetensors', 'griffin/config.json');
  const components = 'Choose receptance, value, wkv, channelGate or channelHidden';
  it.each<[string, string, object, string]>([
    ['an address', 'rwkv4', of('key'), `no component of neurons. ${components}`],
    ['a stream', 'rwkv4', of('residual'), 'stream after the layer.*no component of neurons'],
    ['what another has', 'rwkv4', of('cell'), 'which the RWKV-4 of the checkpoint rwkv4 does not have'],
    ['to hold what is only looked at', 'mamba', of('memoryNorm'), 'computed to be looked at.*Set evidence to quick'],
    ['a text, without a tokenizer', 'bare', {}, 'no tokenizer lies beside it.*Put its tokenizer.json'],
  ])('%s', async (_, checkpoint, settings, words) => {
    await expect(run('refused', checkpoint, 'text.txt', { ...settings })).rejects.toThrow(new RegExp(words));
    expect(existsSync(join(folder, 'public/results/refused'))).toBe(false);
  });
});
