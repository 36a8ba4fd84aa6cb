/**
 * One experiment on a network wired by hand, through the real command: what is known of the network and of the text,
 * computed here a second way, must come out on the other side of all the wires.
 */

import { cpSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { arraysOf, mapTable } from '../../runner/analysis/atlas/atlas-arrays.ts';
import { atlasSchema } from '../../runner/analysis/atlas/atlas-schema.ts';
import { untrainedCriteria } from '../../runner/analysis/findings/untrained.ts';
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import type { ChangeRun } from '../../runner/experiment/results/change-schema.ts';
import type { Evidence } from '../../runner/experiment/results/evidence-schema.ts';
import { readActivations, readResult } from '../../runner/experiment/results/read.ts';
import type { Predictions, Result } from '../../runner/experiment/results/schema.ts';
import { publishedChange } from '../../runner/experiment/results/write.ts';
import { open } from '../../runner/open.ts';
import { experiment, workFolder } from './command.ts';
import { experimentHere } from './here.ts';
import {
  bystander,
  carrier,
  closing,
  insideOf,
  insideWords,
  marker,
  opening,
  outsideWords,
  type Read,
  readWired,
  segment,
  units,
  vocabulary,
  type WiredDocument,
  warmUp,
  wiredDocuments,
  wiredWeights,
  writeWired,
} from './wired.ts';

const heldOutShare = 0.5;
const weights = wiredWeights(5);
const sources = { 'first.jsonl': wiredDocuments(70, 1), 'second.jsonl': wiredDocuments(63, 2) };
const byHash = (a: WiredDocument, b: WiredDocument) => (a.hash < b.hash ? -1 : 1);
const heldOutOf = (documents: readonly WiredDocument[]) =>
  documents.filter(({ place }) => place < heldOutShare).sort(byHash);
const heldOut = Object.values(sources).map(heldOutOf);
const all = heldOut.flat().sort(byHash);
/** The first half of each source in the order of the hashes; of odd numbers the first source's middle goes to discovery. */
const halves = { discovery: [] as WiredDocument[], confirmation: [] as WiredDocument[] };
let odd = 0;
for (const documents of heldOut) {
  const cut =
    documents.length % 2 === 1 && odd++ % 2 === 0 ? (documents.length + 1) / 2 : Math.floor(documents.length / 2);
  halves.discovery.push(...documents.slice(0, cut));
  halves.confirmation.push(...documents.slice(cut));
}

const folder = workFolder();
for (const [name, documents] of Object.entries(sources)) {
  folder.write(name, documents.map(({ text }) => JSON.stringify({ text })).join('\n'));
}
const hashes = all.map(({ hash }) => hash);
await writeWired(folder, 'wired', weights, hashes);
await writeWired(folder, 'doubtful', weights, hashes.slice(1));
// The same wires among other noise.
await writeWired(folder, 'other', wiredWeights(6), hashes);

const settings = {
  title: 'Wired by hand',
  corpus: { source: Object.keys(sources), minimumCount: 1, heldOut: heldOutShare, validation: 0.05 },
  model: { checkpoint: 'wired' },
  sample: { prompt: '\u201cbina dina', length: 40 },
  observe: { segment, warmUp },
  record: { layer: 1, component: 'cell' as const },
  features: [
    { name: 'inside quotes', nesting: 'quotes' as const, among: 'words' as const },
    { name: 'full stop', match: '[.]' },
  ],
  detect: { count: 2, neighbours: 0 },
};
folder.write('golden.yaml', stringify(settings));

const reads = new Map<string, [Read, Read]>(
  all.map(({ hash, tokens }) => [
    hash,
    [readWired(weights, tokens.slice(0, segment)), readWired(weights, tokens.slice(segment))],
  ]),
);

type How = (...given: Parameters<typeof experimentHere>) => Promise<{ code: number | null; stderr: string }>;
const byCommand: How = (folder, words) => experiment(folder, words);

async function run(words: readonly string[], how: How = experimentHere): Promise<void> {
  const { code, stderr } = await how(folder, ['golden.yaml', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

/** Where the claims are all that is looked at. */
const claimsAlone = ['evidence=quick', 'atlas=none'];

let result: Result;
beforeAll(async () => {
  await run([], byCommand);
  result = await readResult(folder.at('public/results/golden'));
});

type Marks = (tokens: readonly string[]) => boolean[];
const marksOf: Readonly<Record<string, Marks>> = {
  'inside quotes': insideOf,
  'full stop': (tokens) => tokens.map((token) => token === '.'),
};

/** The recorded text cut into its documents, by their hashes. */
function recordedDocuments(): WiredDocument[] {
  const { data } = folder.array('golden', 'token');
  const byText = new Map(all.map((document) => [document.text, document]));
  return Array.from({ length: data.length / (2 * segment) }, (_, index) => {
    const ids = data.subarray(index * 2 * segment, (index + 1) * 2 * segment);
    const document = byText.get([...ids].map((id) => vocabulary[id]).join(''));
    if (document === undefined) throw new Error(`the recording's document ${index} is none of the held-out ones`);
    return document;
  });
}

describe('the recording of a network wired by hand', () => {
  it('holds every held-out document once, in the order of their hashes but for those that are shown', () => {
    const recorded = recordedDocuments().map(({ hash }) => hash);
    const order = [...hashes];
    expect([...recorded].sort()).toEqual(order);
    // Each that is shown has changed places with the one that stood there.
    const shown = Math.ceil(result.texts.observed.tokens.length / (2 * segment));
    for (const [place, hash] of recorded.slice(0, shown).entries()) {
      order[order.indexOf(hash)] = order[place] ?? '';
      order[place] = hash;
    }
    expect(recorded).toEqual(order);
  });

  it.each(['hidden', 'cell', 'output'] as const)(
    'has the %s of each token at its place, from zero in each segment',
    (name) => {
      const { shape, data } = folder.array('golden', `${name}.1`);
      const tokens = all.length * 2 * segment;
      expect(shape).toEqual([tokens, units]);
      const expected = recordedDocuments().flatMap(({ hash }) => reads.get(hash)?.flatMap((read) => read[name]) ?? []);
      expect(expected).toHaveLength(tokens);
      const furthest = expected
        .flat()
        .reduce((most, value, at) => Math.max(most, Math.abs(value - (data[at] ?? Number.NaN))), 0);
      expect(furthest).toBeLessThan(1e-5);
    },
  );

  it('has the loss of each next token, and none across a segment', () => {
    const { data } = folder.array('golden', 'nll');
    const expected = recordedDocuments().flatMap(({ hash }) =>
      (reads.get(hash) ?? []).flatMap(({ loss }) => [...loss, Number.NaN]),
    );
    expected.pop();
    expect(data).toHaveLength(expected.length);
    data.forEach((value, t) => {
      const wanted = expected[t] ?? Number.POSITIVE_INFINITY;
      if (Number.isNaN(wanted)) expect(value).toBeNaN();
      else expect(Math.abs(value - wanted)).toBeLessThan(1e-4);
    });
  });

  it('names its segments', () => {
    const { data } = folder.array('golden', 'segments');
    const expected = Array.from({ length: all.length * 2 }, (_, index) => [index * segment, segment]).flat();
    expect([...data]).toEqual(expected);
  });
});

describe('the shown texts', () => {
  it.each(['observed', 'sampled'] as const)('have their own activations: %s', async (text) => {
    const { tokens } = result.texts[text];
    const published = await readActivations(folder.at('public/results/golden'), result, {
      text,
      component: 'cell',
      layer: 1,
    });
    const pieces = text === 'sampled' ? [tokens] : piecesOf(tokens, segment);
    const expected = pieces.flatMap((piece) => readWired(weights, piece).cell);
    expect([published.neurons, published.tokens]).toEqual([units, tokens.length]);
    for (let neuron = 0; neuron < units; neuron++) {
      const own = expected.map((row) => row[neuron] ?? Number.NaN);
      const values = activationsOf(published, neuron);
      const step = Math.max(...own.map(Math.abs)) / 127;
      own.forEach((value, t) => {
        expect(Math.abs((values[t] ?? Number.NaN) - value)).toBeLessThan(step);
      });
    }
  });

  it('begin with the recorded text and with the prompt', () => {
    const recorded = recordedDocuments().flatMap(({ tokens }) => tokens);
    expect(result.texts.observed.tokens).toEqual(recorded.slice(0, 406));
    expect(result.texts.sampled.tokens.slice(0, 4)).toEqual(['\u201c', 'bina', ' ', 'dina']);
    expect(result.texts.sampled.promptLength).toBe(4);
    expect(result.texts.sampled.tokens).toHaveLength(44);
  });

  it.each(['observed', 'sampled'] as const)('carry each feature where it is: %s', (text) => {
    const { tokens } = result.texts[text];
    const pieces = text === 'sampled' ? [tokens] : piecesOf(tokens, 2 * segment);
    for (const { name, positions } of result.features) {
      const marks = pieces.flatMap((piece) => marksOf[name]?.(piece) ?? []);
      expect([name, positions[text]]).toEqual([name, [...marks.keys()].filter((t) => marks[t])]);
    }
  });
});

describe('what is found', () => {
  it('counts each feature over all scored tokens of the observed text', () => {
    for (const { name, carriers, counted } of result.features) {
      const all = recordedDocuments().flatMap(({ tokens }) => marksOf[name]?.(tokens) ?? []);
      const marks = all.filter((_, t) => t % segment >= warmUp);
      expect([name, carriers, counted]).toEqual([name, marks.filter(Boolean).length, marks.length]);
    }
  });

  it('compares the cell state at a feature with that elsewhere', () => {
    const documents = recordedDocuments();
    const cells = documents.flatMap(({ hash }) => reads.get(hash)?.flatMap(({ cell }) => cell) ?? []);
    const inside = documents.flatMap(({ tokens }) => insideOf(tokens));
    for (let neuron = 0; neuron < units; neuron++) {
      const mean = (wanted: boolean) => {
        const own = cells.filter((_, t) => t % segment >= warmUp && inside[t] === wanted);
        return own.reduce((sum, cell) => sum + (cell[neuron] ?? Number.NaN), 0) / own.length;
      };
      const difference = result.features[0]?.relevance?.difference[neuron];
      expect(difference).toBeCloseTo(Math.abs(mean(true) - mean(false)), 5);
    }
  });

  it('is the neuron that was wired for it', () => {
    const stops = result.features.find(({ name }) => name === 'full stop')?.windows ?? [];
    expect(stops.flatMap(({ neurons }) => neurons.map(({ neuron }) => neuron))).toContain(marker);
  });

  it.each(['observed', 'sampled'] as const)('expects of the next token what the network does: %s', (text) => {
    const { tokens } = result.texts[text];
    const published = JSON.parse(folder.read(`public/results/golden/${text}.predictions.json`)) as Predictions;
    const pieces = text === 'sampled' ? [tokens] : piecesOf(tokens, segment);
    const losses = pieces.flatMap((piece) => [...readWired(weights, piece).loss, Number.NaN]);
    let compared = 0;
    losses.forEach((loss, t) => {
      const place = published.next[t]?.findIndex((each) => published.tokens[each] === tokens[t + 1]) ?? -1;
      const probability = published.probability[t]?.[place];
      if (Number.isNaN(loss) || probability === undefined) return;
      compared++;
      expect(Math.abs(probability - Math.exp(-loss))).toBeLessThan(1e-4);
    });
    expect(compared).toBeGreaterThan(tokens.length / 2);
  });
});

const piecesOf = (tokens: readonly string[], length: number): string[][] =>
  Array.from({ length: Math.ceil(tokens.length / length) }, (_, index) =>
    tokens.slice(index * length, (index + 1) * length),
  );

describe('the halves', () => {
  it('are disjoint, halve each source by hash, and count what is scored', () => {
    const { discovery, confirmation, sources: counted } = evidenceOf(result);
    const half = (documents: readonly WiredDocument[]) => ({
      documents: documents.length,
      segments: 2 * documents.length,
      tokens: 2 * documents.length * (segment - warmUp),
    });
    expect({ discovery, confirmation }).toEqual({
      discovery: half(halves.discovery),
      confirmation: half(halves.confirmation),
    });
    const inSource = (half: readonly WiredDocument[], source: readonly WiredDocument[]) =>
      half.filter((document) => source.includes(document)).length;
    expect(counted.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
      Object.entries(sources).map(([name, documents]) => ({
        name,
        discovery: inSource(halves.discovery, documents),
        confirmation: inSource(halves.confirmation, documents),
      })),
    );
  });
});

const isWord = (token: string) => /^\p{L}/u.test(token);

/** Over a half's scored tokens of a class: whether each carries the feature, and the cell state after it. */
function scoredOf(half: readonly WiredDocument[], isMember: (token: string) => boolean, marks: Marks) {
  return half.flatMap(({ hash, tokens }) => {
    const carries = marks(tokens);
    return tokens.flatMap((token, t) => {
      if (t % segment < warmUp || !isMember(token)) return [];
      const cell = reads.get(hash)?.[Math.floor(t / segment)]?.cell[t % segment] ?? [];
      return [{ carries: carries[t] === true, cell }];
    });
  });
}

/** Chance that a carrier's activation is above another token's; ties count half. */
function aucOf(scored: readonly { carries: boolean; cell: readonly number[] }[], neuron: number): number {
  const of = (wanted: boolean) =>
    scored.filter(({ carries }) => carries === wanted).map(({ cell }) => cell[neuron] ?? Number.NaN);
  const [inside, outside] = [of(true), of(false)];
  const above = inside.reduce(
    (sum, a) => sum + outside.reduce((own, b) => own + (Math.abs(a - b) < 1e-6 ? 0.5 : Number(a > b)), 0),
    0,
  );
  return above / (inside.length * outside.length);
}

/**
 * What the wrong state costs at tokens inside and outside, nats, when the carrier's cell is held at 1 or -1: a state lasts
 * from one word to the next.
 */
function flipOf(half: readonly WiredDocument[]): Record<'inside' | 'outside', number> {
  const sums = { inside: [0, 0], outside: [0, 0] };
  for (const { tokens } of half) {
    for (const piece of piecesOf(tokens, segment)) {
      const marks = insideOf(piece);
      let last = false;
      const state = piece.map((token, t) => {
        if (isWord(token)) last = marks[t] === true;
        return last;
      });
      const losses = [1, -1].map(
        (right) => readWired(weights, piece, (t) => ({ neuron: carrier, cell: state[t] ? right : -right })).loss,
      );
      for (let t = warmUp; t < segment - 1; t++) {
        const sum = sums[state[t] ? 'inside' : 'outside'];
        sum[0] = (sum[0] ?? 0) + (losses[1]?.[t] ?? Number.NaN) - (losses[0]?.[t] ?? Number.NaN);
        sum[1] = (sum[1] ?? 0) + 1;
      }
    }
  }
  const mean = ([sum = Number.NaN, count = 0]: number[]) => sum / count;
  return { inside: mean(sums.inside), outside: mean(sums.outside) };
}

describe('the evidence', () => {
  const claim = (feature: string, neuron: number) => {
    const found = evidenceOf(result).claims.find((each) => each.feature === feature && each.neuron === neuron);
    if (found === undefined) throw new Error(`neuron ${neuron} is not claimed for "${feature}"`);
    return found;
  };
  const statuses = (feature: string, neuron: number) =>
    Object.fromEntries(Object.entries(claim(feature, neuron).rungs).map(([name, { status }]) => [name, status]));

  it('finds the carrier of the state used, and its double, which nothing reads, not', () => {
    const before = { heldOut: 'passed', learned: 'passed', specific: 'passed' };
    expect(statuses('inside quotes', carrier)).toEqual({ ...before, used: 'passed', replicated: 'not run' });
    expect(statuses('inside quotes', bystander)).toEqual({ ...before, used: 'failed', replicated: 'not run' });
    expect(claim('inside quotes', carrier)).toMatchObject({ lead: true, verdict: { level: 'used' }, sign: 1 });
    expect(claim('inside quotes', bystander)).toMatchObject({ lead: false, verdict: { level: 'remembers' }, sign: 1 });
  });

  it('asks of a feature that the token decides neither what else is known nor what is used', () => {
    const { context, rungs } = claim('full stop', marker);
    const { used, heldOut } = rungs;
    expect([context, heldOut.status, heldOut.measured?.equalTokens]).toEqual([null, 'passed', false]);
    expect(used.status).toBeOneOf(['not applicable', 'not run']);
  });

  it.for([
    ['inside quotes', carrier, 'words', isWord],
    ['full stop', marker, 'all', () => true],
  ] as const)(
    'measures %s by its own marks in its own class, on the confirmation half',
    ([feature, neuron, among, isMember]) => {
      const { effect, rungs, among: said } = claim(feature, neuron);
      expect(said).toBe(among);
      const confirmation = scoredOf(halves.confirmation, isMember, marksOf[feature] ?? insideOf);
      const carriers = confirmation.filter(({ carries }) => carries).length;
      expect(effect).toMatchObject({ carriers, rest: confirmation.length - carriers });
      expect(effect?.pooledAuc).toBeCloseTo(aucOf(confirmation, neuron), 6);
      expect(rungs.heldOut.measured?.claims).toBe(
        evidenceOf(result).claims.filter((each) => each.rungs.heldOut.measured !== null).length,
      );
    },
  );

  it('says on which side of the state the network needs the neuron', () => {
    const { measured } = claim('inside quotes', carrier).rungs.used;
    const expected = flipOf(halves.confirmation);
    expect(Math.abs(expected.inside / expected.outside - 1)).toBeGreaterThan(0.2);
    expect(measured?.inside).toBeGreaterThan(0.85 * expected.inside);
    expect(measured?.inside).toBeLessThan(1.15 * expected.inside);
    expect(measured?.outside).toBeGreaterThan(0.85 * expected.outside);
    expect(measured?.outside).toBeLessThan(1.15 * expected.outside);
    for (const other of measured?.others ?? [Number.NaN]) expect(Math.abs(other)).toBeLessThan(expected.inside / 4);
  });
});

function evidenceOf({ evidence }: Result): Evidence {
  if (evidence === null) throw new Error('the result has no evidence of this version');
  return evidence;
}

it('the atlas has the very effects of the evidence: same neuron, feature and half', async () => {
  const directory = folder.at('public/results/golden');
  const [listed] = result.atlases ?? [];
  const atlas = atlasSchema.parse(JSON.parse(readFileSync(join(directory, listed?.path ?? ''), 'utf8')));
  const { confirmation } = arraysOf(mapTable, readFileSync(join(directory, atlas.map.path)), atlas.map.path, atlas);
  const claims = evidenceOf(result).claims.filter(({ effect }) => effect !== null);
  expect(claims.length).toBeGreaterThan(2);
  for (const { neuron, feature, effect, rungs } of claims) {
    const column = atlas.features.findIndex(({ name }) => name === feature);
    const inAtlas = confirmation[neuron * atlas.features.length + column];
    expect(inAtlas).toBe(Math.fround(effect?.localAuc ?? Number.NaN));
    // A claim may be compared with two networks more than the atlas.
    const best = rungs.learned.measured?.best.slice(0, untrainedCriteria.networks);
    if (best) expect(atlas.features[column]?.untrained?.best).toBe(Math.max(...best.filter((each) => each !== null)));
  }
});

it('a text of which one document was trained on is not shown to be held out, and no claim about it is confirmed', async () => {
  expect(result.observation.exposure).toBe('held out');
  await run(['model.checkpoint=doubtful', 'id=doubtful', ...claimsAlone]);
  const doubtful = await readResult(folder.at('public/results/doubtful'));
  expect(doubtful.observation.exposure).toBe('not shown to be held out');
  const { claims } = evidenceOf(doubtful);
  expect(claims.length).toBeGreaterThan(0);
  for (const { rungs, verdict } of claims) {
    expect([rungs.heldOut.status, verdict.level]).toEqual(['not run', 'not confirmed']);
    expect(rungs.heldOut.reason).not.toBeNull();
  }
  expect(evidenceOf(result).claims.map(({ rungs }) => rungs.heldOut.status)).not.toContain('not run');
});

it('a program is told the same claims of the open model as the command gives, from memory and a few settings', async () => {
  const { corpus, observe, record, features } = settings;
  const model = await open(folder.at('wired'));
  const source = corpus.source.map((name) => folder.at(name));
  const claims = await model.test(null, features, { corpus: { ...corpus, source }, observe, record });
  // Sources go by their paths as they were given, in examples.
  const told = JSON.parse(JSON.stringify(claims).replaceAll(`${folder.at('.')}/`, ''));
  expect(told).toEqual(evidenceOf(result).claims);
  await model.close();
});

describe('of what was found of the same text before', () => {
  beforeAll(() => run(['id=before', ...claimsAlone]));

  it.each([
    ['another network', ['model.checkpoint=other'], {}],
    // The class, and not the pattern: with other marks another document may be shown first, and the text be another.
    ['another class of tokens', [], { features: settings.features.map((feature) => ({ ...feature, among: 'all' })) }],
    // The same tokens are read, in the same order.
    ['other segments', [], { observe: { ...settings.observe, segment: 2 * segment, warmUp: 2 * warmUp } }],
  ])('nothing is taken for %s', async (text, words, changes) => {
    folder.write('golden.yaml', stringify({ ...settings, ...changes }));
    const found = async (id: string) => {
      await run([...words, `id=${id}`, ...claimsAlone]);
      return { ...evidenceOf(await readResult(folder.at(`public/results/${id}`))), seconds: 0 };
    };
    for (const id of ['kept', 'fresh']) rmSync(folder.at(`runs/${id}`), { recursive: true, force: true });
    cpSync(folder.at('runs/before'), folder.at('runs/kept'), { recursive: true });
    const written = (id: string) => statSync(folder.at(`runs/${id}/untrained/cell.1.bin`)).mtimeMs;
    const before = written('kept');
    expect(await found('kept')).toEqual(await found('fresh'));
    // What untrained networks have depends on text and features, and not on the network that is tested.
    expect(written('kept') === before).toBe(text === 'another network');
  });
});

describe('what is written while the carrier is held', () => {
  it('is of the words of the place that it says, and ends where a quotation is closed', async () => {
    const change = await publishedChange(folder.at('public/results/golden'));
    if (change === null) throw new Error('no change.json');
    expect(change).toMatchObject({ component: 'cell', layer: 1, neuron: carrier, feature: 'inside quotes' });
    expect(result.change).toEqual({
      path: 'change.json',
      bytes: statSync(folder.at('public/results/golden/change.json')).size,
    });
    const text = all.map((document) => document.text).join('\n');
    /** Of the words that are written, the share of those that stand in quotations. */
    const shareInside = (run: ChangeRun): number => {
      const words = run.rows.flat().map((place) => change.tokens[place] ?? '');
      const count = (of: readonly string[]) => words.filter((word) => of.includes(word)).length;
      return count(insideWords) / (count(insideWords) + count(outsideWords));
    };
    for (const { tokens, runs } of change.sentences) {
      expect(text).toContain(tokens.join(''));
      expect(tokens[0]).toBe(opening);
      expect(tokens).not.toContain(closing);
      expect(runs.map(({ value }) => value)).toEqual([
        null,
        ...runs
          .slice(1)
          .map(({ value }) => value ?? 0)
          .sort((a, b) => a - b),
      ]);
      for (const { rows, ends } of runs)
        expect(ends).toEqual(rows.map((row) => row.findIndex((place) => change.tokens[place] === closing)));
      const shares = runs.slice(1).map(shareInside);
      const [low = 0, high = 0] = [shares[0], shares.at(-1)];
      const [inside, outside] = change.usual.inside < change.usual.outside ? [low, high] : [high, low];
      expect(inside - outside).toBeGreaterThan(0.2);
    }
  });
});
