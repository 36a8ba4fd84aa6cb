/**
 * One experiment on a network wired by hand: what is known of the network and of the text, computed here a second way, must come out
 * on the other side of all the wires.
 */

import { cpSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { arraysOf, mapTable } from '../../runner/analysis/atlas/atlas-arrays.ts';
import { atlasSchema } from '../../runner/analysis/atlas/atlas-schema.ts';
import { untrainedCriteria } from '../../runner/analysis/findings/untrained.ts';
import { item } from '../../runner/core/at.ts';
import { silentReporter } from '../../runner/core/reporter.ts';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import type { ChangeRun } from '../../runner/experiment/results/change-schema.ts';
import { readActivations } from '../../runner/experiment/results/read.ts';
import type { Predictions, Result } from '../../runner/experiment/results/schema.ts';
import { publishedChange } from '../../runner/experiment/results/write.ts';
import { runExperiment } from '../../runner/experiment/run.ts';
import { open } from '../../runner/open.ts';
import { distance } from '../unit/analysis/stats/reference.ts';
import { workFolder } from './command.ts';
import { evidenceOf, resultOf } from './here.ts';
import * as wired from './wired.ts';

const { bystander, carrier, insideOf, marker, readWired, segment, units, vocabulary, warmUp } = wired;
type WiredDocument = wired.WiredDocument;

const weights = wired.wiredWeights(5);
const sources = { 'first.jsonl': wired.wiredDocuments(70, 1), 'second.jsonl': wired.wiredDocuments(63, 2) };
const byHash = (a: WiredDocument, b: WiredDocument) => (a.hash < b.hash ? -1 : 1);
const heldOut = Object.values(sources).map((documents) => documents.filter(({ isHeldOut }) => isHeldOut).sort(byHash));
const all = heldOut.flat().sort(byHash);
/** The first half of each source in the order of the hashes; of odd numbers the first source's middle goes to discovery. */
const halves = { discovery: [] as WiredDocument[], confirmation: [] as WiredDocument[] };
let odd = 0;
for (const documents of heldOut) {
  const cut = (documents.length + (documents.length % 2 === 1 && odd++ % 2 === 0 ? 1 : 0)) >> 1;
  halves.discovery.push(...documents.slice(0, cut));
  halves.confirmation.push(...documents.slice(cut));
}

const folder = workFolder();
for (const [name, documents] of Object.entries(sources)) wired.writeDocuments(folder, name, documents);
await wired.writeWired(folder, 'wired', weights, all);
await wired.writeWired(folder, 'doubtful', weights, all.slice(1));
// The same wires among other noise.
await wired.writeWired(folder, 'other', wired.wiredWeights(6), all);

const settings = {
  ...wired.wiredSettings(Object.keys(sources)),
  model: { checkpoint: 'wired' },
  record: { layer: 1, component: 'cell' as const },
};
folder.write('golden.yaml', stringify(settings));

const piecesOf = (tokens: readonly string[], length: number): string[][] =>
  Array.from({ length: Math.ceil(tokens.length / length) }, (_, index) =>
    tokens.slice(index * length, (index + 1) * length),
  );
/** Each segment of each document, as the second program reads it. */
const reads = new Map(
  all.map(({ hash, tokens }) => [hash, piecesOf(tokens, segment).map((each) => readWired(weights, each))]),
);
const readsOf = ({ hash }: WiredDocument) => reads.get(hash) ?? [];

const run = (...words: string[]) => resultOf(folder, ['golden.yaml', ...words]);
/** Where the claims are all that is looked at. */
const claimsAlone = ['evidence=quick', 'atlas=none'];

let result: Result;
beforeAll(async () => {
  result = await run();
});

type Marks = (tokens: readonly string[]) => boolean[];
const marksOf = (feature: string): Marks =>
  feature === 'full stop' ? (tokens) => tokens.map((token) => token === '.') : insideOf;

/** The recorded text cut into its documents, by their hashes. */
function recordedDocuments(): WiredDocument[] {
  const { data } = folder.array('golden', 'token');
  const tokens = [...data].map((id) => item(vocabulary, id));
  return piecesOf(tokens, 2 * segment).map((document) => {
    const known = all.find(({ text }) => text === document.join(''));
    if (known === undefined) throw new Error('a document of the recording is none of the held-out ones');
    return known;
  });
}

describe('the recording of a network wired by hand', () => {
  it('holds every held-out document once, in the order of their hashes but for those that are shown', () => {
    const recorded = recordedDocuments().map(({ hash }) => hash);
    const order = all.map(({ hash }) => hash);
    expect(recorded.toSorted()).toEqual(order);
    // Each that is shown has changed places with the one that stood there.
    const shown = Math.ceil(result.texts.observed.tokens.length / (2 * segment));
    for (const [place, hash] of recorded.slice(0, shown).entries()) {
      order[order.indexOf(hash)] = item(order, place);
      order[place] = hash;
    }
    expect(recorded).toEqual(order);
  });

  it.each(['hidden', 'cell', 'output'] as const)(
    'has the %s of each token at its place, from zero in each segment',
    (name) => {
      const { shape, data } = folder.array('golden', `${name}.1`);
      expect(shape).toEqual([all.length * 2 * segment, units]);
      const expected = recordedDocuments().flatMap((document) =>
        readsOf(document).flatMap((read) => read[name].flat()),
      );
      expect(distance(data, expected)).toBeLessThan(1e-5);
    },
  );

  it('has the loss of each next token, and none across a segment; and names its segments', () => {
    // No loss is negative.
    const none = -1;
    const losses = recordedDocuments().flatMap((each) => readsOf(each).flatMap(({ loss }) => [...loss, none]));
    const recorded = folder.array('golden', 'nll').data.map((loss) => (Number.isNaN(loss) ? none : loss));
    expect(distance(recorded, losses.slice(0, -1))).toBeLessThan(1e-4);
    const expected = Array.from({ length: all.length * 2 }, (_, index) => [index * segment, segment]).flat();
    expect([...folder.array('golden', 'segments').data]).toEqual(expected);
  });
});

/** A shown text in pieces that are read, or marked, for themselves: the sampled one is one. */
const shownIn = (text: 'observed' | 'sampled', length: number) =>
  text === 'sampled' ? [result.texts.sampled.tokens] : piecesOf(result.texts.observed.tokens, length);

describe.each(['observed', 'sampled'] as const)('the shown text: %s', (text) => {
  it('has its own activations', async () => {
    const asked = { text, component: 'cell', layer: 1 } as const;
    const published = await readActivations(folder.at('public/results/golden'), result, asked);
    const expected = shownIn(text, segment).flatMap((piece) => readWired(weights, piece).cell);
    expect([published.neurons, published.tokens]).toEqual([units, expected.length]);
    for (let neuron = 0; neuron < units; neuron++) {
      const own = expected.map((row) => item(row, neuron));
      const step = Math.max(...own.map(Math.abs)) / 127;
      expect(distance(activationsOf(published, neuron), own)).toBeLessThan(step);
    }
  });

  it('carries each feature where it is', () => {
    for (const { name, positions } of result.features) {
      const marks = shownIn(text, 2 * segment).flatMap(marksOf(name));
      expect([name, positions[text]]).toEqual([name, [...marks.keys()].filter((t) => marks[t])]);
    }
  });

  it('expects of the next token what the network does', () => {
    const { tokens } = result.texts[text];
    const published = JSON.parse(folder.read(`public/results/golden/${text}.predictions.json`)) as Predictions;
    const losses = shownIn(text, segment).flatMap((piece) => [...readWired(weights, piece).loss, Number.NaN]);
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

it('the shown texts begin with the recorded text and with the prompt', () => {
  const { observed, sampled } = result.texts;
  expect(observed.tokens).toEqual(
    recordedDocuments()
      .flatMap(({ tokens }) => tokens)
      .slice(0, 406),
  );
  expect(sampled.tokens.slice(0, 4)).toEqual(['\u201c', 'bina', ' ', 'dina']);
  expect([sampled.promptLength, sampled.tokens.length]).toEqual([4, 44]);
});

describe('what is found', () => {
  const isScored = (_: unknown, t: number) => t % segment >= warmUp;

  it('counts each feature over all scored tokens of the observed text', () => {
    for (const { name, carriers, counted } of result.features) {
      const marks = recordedDocuments()
        .flatMap(({ tokens }) => marksOf(name)(tokens))
        .filter(isScored);
      expect([name, carriers, counted]).toEqual([name, marks.filter(Boolean).length, marks.length]);
    }
  });

  it('compares the cell state at a feature with that elsewhere', () => {
    const documents = recordedDocuments();
    const cells = documents
      .flatMap(readsOf)
      .flatMap(({ cell }) => cell)
      .filter(isScored);
    const inside = documents.flatMap(({ tokens }) => insideOf(tokens)).filter(isScored);
    const mean = (neuron: number, wanted: boolean) => {
      const own = cells.filter((_, t) => inside[t] === wanted).map((cell) => item(cell, neuron));
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    for (let neuron = 0; neuron < units; neuron++) {
      const difference = result.features[0]?.relevance?.difference[neuron];
      expect(difference).toBeCloseTo(Math.abs(mean(neuron, true) - mean(neuron, false)), 5);
    }
  });

  it('is the neuron that was wired for it', () => {
    const stops = result.features.find(({ name }) => name === 'full stop')?.windows ?? [];
    expect(stops.flatMap(({ neurons }) => neurons.map(({ neuron }) => neuron))).toContain(marker);
  });
});

describe('the halves', () => {
  it('are disjoint, halve each source by hash, and count what is scored', () => {
    const { discovery, confirmation, sources: counted } = evidenceOf(result);
    const counts = ({ length }: readonly WiredDocument[]) => ({
      documents: length,
      segments: 2 * length,
      tokens: 2 * length * (segment - warmUp),
    });
    expect([discovery, confirmation]).toEqual([counts(halves.discovery), counts(halves.confirmation)]);
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
  return half.flatMap((document) => {
    const carries = marks(document.tokens);
    const cells = readsOf(document).flatMap(({ cell }) => cell);
    return document.tokens.flatMap((token, t) =>
      t % segment < warmUp || !isMember(token) ? [] : [{ carries: item(carries, t), cell: item(cells, t) }],
    );
  });
}

/** Chance that a carrier's activation is above another token's; ties count half. */
function aucOf(scored: ReturnType<typeof scoredOf>, neuron: number): number {
  const of = (wanted: boolean) =>
    scored.filter(({ carries }) => carries === wanted).map(({ cell }) => item(cell, neuron));
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
  const costs = { inside: [] as number[], outside: [] as number[] };
  for (const piece of half.flatMap(({ tokens }) => piecesOf(tokens, segment))) {
    const marks = insideOf(piece);
    let last = false;
    const state = piece.map((token, t) => {
      if (isWord(token)) last = item(marks, t);
      return last;
    });
    const lossesAt = (right: number) =>
      readWired(weights, piece, (t) => ({ neuron: carrier, cell: state[t] ? right : -right })).loss;
    const [sound, wrong] = [lossesAt(1), lossesAt(-1)];
    for (let t = warmUp; t < segment - 1; t++)
      costs[state[t] ? 'inside' : 'outside'].push(item(wrong, t) - item(sound, t));
  }
  const mean = (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0) / all.length;
  return { inside: mean(costs.inside), outside: mean(costs.outside) };
}

describe('the evidence', () => {
  const claim = (feature: string, neuron: number) => {
    const found = evidenceOf(result).claims.find((each) => each.feature === feature && each.neuron === neuron);
    if (found === undefined) throw new Error(`neuron ${neuron} is not claimed for "${feature}"`);
    return found;
  };

  it.each([
    ['used', carrier, { lead: true, verdict: { level: 'used' } }, 'passed'],
    [
      'known in vain by its double, which nothing reads',
      bystander,
      { lead: false, verdict: { level: 'remembers' } },
      'failed',
    ],
  ])('finds the state %s', (_, neuron, told, used) => {
    const { rungs, ...found } = claim('inside quotes', neuron);
    expect(found).toMatchObject({ ...told, sign: 1 });
    expect(Object.entries(rungs).map(([name, { status }]) => `${name} ${status}`)).toEqual([
      'heldOut passed',
      'learned passed',
      'specific passed',
      `used ${used}`,
      'replicated not run',
    ]);
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
      const confirmation = scoredOf(halves.confirmation, isMember, marksOf(feature));
      const carriers = confirmation.filter(({ carries }) => carries).length;
      expect(effect).toMatchObject({ carriers, rest: confirmation.length - carriers });
      expect(effect?.pooledAuc).toBeCloseTo(aucOf(confirmation, neuron), 6);
      const measured = evidenceOf(result).claims.filter((each) => each.rungs.heldOut.measured !== null);
      expect(rungs.heldOut.measured?.claims).toBe(measured.length);
    },
  );

  it('says on which side of the state the network needs the neuron', () => {
    const { measured } = claim('inside quotes', carrier).rungs.used;
    const expected = flipOf(halves.confirmation);
    expect(Math.abs(expected.inside / expected.outside - 1)).toBeGreaterThan(0.2);
    for (const side of ['inside', 'outside'] as const) {
      expect(measured?.[side]).toBeGreaterThan(0.85 * expected[side]);
      expect(measured?.[side]).toBeLessThan(1.15 * expected[side]);
    }
    for (const other of measured?.others ?? [Number.NaN]) expect(Math.abs(other)).toBeLessThan(expected.inside / 4);
  });
});

it('the atlas has the very effects of the evidence: same neuron, feature and half', () => {
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

it('under another title neither the atlas is made again nor what is written while a neuron is held', async () => {
  const begun: string[] = [];
  const reporter = { ...silentReporter, step: (title: string) => void begun.push(title) };
  folder.write('another.yaml', stringify({ ...settings, title: 'Another' }));
  const loaded = await loadManifest('another.yaml', ['id=golden'], folder.path);
  const { result: again } = await runExperiment(loaded, { cwd: folder.path, reporter });
  expect([again.title, again.atlases, again.change]).toEqual(['Another', result.atlases, result.change]);
  expect(result.change).toBeDefined();
  expect(begun.filter((title) => /^(Measuring each|Generating text with)/.test(title))).toEqual([]);
});

it('a text of which one document was trained on is not shown to be held out, and no claim about it is confirmed', async () => {
  expect(result.observation.exposure).toBe('held out');
  const doubtful = await run('model.checkpoint=doubtful', 'id=doubtful', ...claimsAlone);
  expect(doubtful.observation.exposure).toBe('not shown to be held out');
  const { claims } = evidenceOf(doubtful);
  expect(claims.length).toBeGreaterThan(0);
  for (const { rungs, verdict } of claims) {
    expect([rungs.heldOut.status, verdict.level]).toEqual(['not run', 'not confirmed']);
    expect(rungs.heldOut.reason).not.toBeNull();
  }
  expect(evidenceOf(result).claims.map(({ rungs }) => rungs.heldOut.status)).not.toContain('not run');
});

describe('of a text of which something is known', () => {
  const found = async (id: string, words: readonly string[] = []) =>
    evidenceOf(await run(...words, `id=${id}`, ...claimsAlone));
  let before: Awaited<ReturnType<typeof found>>;
  beforeAll(async () => {
    before = await found('before');
    expect(before.claims.length).toBeGreaterThan(0);
  });

  it('a program is told the same claims of the open model as the command gives, from memory and a few settings', async () => {
    const { corpus, observe, record, features } = settings;
    const model = await open(folder.at('wired'));
    const source = corpus.source.map((name) => folder.at(name));
    const asked = { corpus: { ...corpus, source }, observe, record, evidence: 'quick' } as const;
    const claims = await model.test(null, features, asked);
    // Sources go by their paths as they were given, in examples.
    expect(JSON.parse(JSON.stringify(claims).replaceAll(`${folder.at('.')}/`, ''))).toEqual(before.claims);
    await model.close();
  });

  it.each([
    ['another network', ['model.checkpoint=other'], {}],
    // The class, and not the pattern: with other marks another document may be shown first, and the text be another.
    ['another class of tokens', [], { features: settings.features.map((feature) => ({ ...feature, among: 'all' })) }],
    // The same tokens are read, in the same order.
    ['other segments', [], { observe: { ...settings.observe, segment: 2 * segment, warmUp: 2 * warmUp } }],
  ])('nothing is taken for %s', async (text, words, changes) => {
    folder.write('golden.yaml', stringify({ ...settings, ...changes }));
    for (const id of ['kept', 'fresh']) rmSync(folder.at(`runs/${id}`), { recursive: true, force: true });
    cpSync(folder.at('runs/before'), folder.at('runs/kept'), { recursive: true });
    const written = () => statSync(folder.at('runs/kept/untrained/cell.1.bin')).mtimeMs;
    const writtenBefore = written();
    const kept = await found('kept', words);
    expect({ ...kept, seconds: 0 }).toEqual({ ...(await found('fresh', words)), seconds: 0 });
    // What untrained networks have depends on text and features, and not on the network that is tested.
    expect(written() === writtenBefore).toBe(text === 'another network');
  });
});

it('what is written while the carrier is held is of the words of the place that it says, and ends where a quotation is closed', async () => {
  const change = await publishedChange(folder.at('public/results/golden'));
  if (change === null) throw new Error('no change.json');
  expect(change).toMatchObject({ component: 'cell', layer: 1, neuron: carrier, feature: 'inside quotes' });
  const { size } = statSync(folder.at('public/results/golden/change.json'));
  expect(result.change).toEqual({ path: 'change.json', bytes: size });
  const text = all.map((document) => document.text).join('\n');
  /** Of the words that are written, the share of those that stand in quotations. */
  const shareInside = ({ rows }: ChangeRun): number => {
    const words = rows
      .flat()
      .flatMap((place) => change.tokens[place] ?? [])
      .filter(isWord);
    return words.filter((word) => wired.insideWords.includes(word)).length / words.length;
  };
  for (const { tokens, runs } of change.sentences) {
    expect(text).toContain(tokens.join(''));
    expect(tokens[0]).toBe(wired.opening);
    expect(tokens).not.toContain(wired.closing);
    const [free, ...held] = runs.map(({ value }) => value);
    expect([free, held]).toEqual([null, held.toSorted((a, b) => (a ?? 0) - (b ?? 0))]);
    for (const { rows, ends } of runs)
      expect(ends).toEqual(rows.map((row) => row.findIndex((place) => change.tokens[place] === wired.closing)));
    const shares = runs.slice(1).map(shareInside);
    const ordered = [item(shares, 0), item(shares, shares.length - 1)];
    const [inside = 0, outside = 0] = change.usual.inside < change.usual.outside ? ordered : ordered.reverse();
    expect(inside - outside).toBeGreaterThan(0.2);
  }
});

it('what is written while the carrier is held is written anew when fewer tokens count', async () => {
  cpSync(folder.at('public/results/golden'), folder.at('public/results/anew'), { recursive: true });
  const step = (title: string) => {
    if (title.startsWith('Generating text with')) throw new Error('written anew');
  };
  const fewer = [`observe.warmUp=${warmUp + 1}`, 'atlas=none', 'id=anew'];
  const loaded = await loadManifest('golden.yaml', fewer, folder.path);
  const running = runExperiment(loaded, { cwd: folder.path, reporter: { ...silentReporter, step } });
  await expect(running).rejects.toThrow('written anew');
});
