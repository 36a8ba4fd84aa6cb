/**
 * A world: a network of which the truth is known and documents that it reads, as an experiment would. What stands here goes
 * the way of an experiment: near copies are passed over, the documents are halved, the network, untrained ones and itself
 * with neurons held are read, and the ladder's findings are gathered by the same code. Asks an engine for readings.
 */

import { type Bench, benchOf, type ClaimTestInput, mapHalves } from '../../runner/analysis/findings/bench.ts';
import type { ComponentName } from '../../runner/analysis/findings/claim-schema.ts';
import type { Readings } from '../../runner/analysis/findings/finding.ts';
import type { FindingName, FoundSoFar } from '../../runner/analysis/findings/findings.ts';
import { effectsOfNetworks, untrainedCriteria } from '../../runner/analysis/findings/untrained.ts';
import { observeNeurons } from '../../runner/analysis/reading/observe.ts';
import type { Activations, Halves } from '../../runner/analysis/stats/tested-text.ts';
import { viewed } from '../../runner/analysis/stats/view.ts';
import type { Random } from '../../runner/core/random.ts';
import { areNumbers, type FeatureValues } from '../../runner/core/values.ts';
import { type HeldReadings, heldReadings } from '../../runner/experiment/evidence/clamped-runs.ts';
import { claimsOf } from '../../runner/experiment/evidence/evidence.ts';
import {
  bothScored,
  type HalvedText,
  halfOfDocuments,
  halved,
  halvesOf,
} from '../../runner/experiment/evidence/halves.ts';
import { halvedNetworks } from '../../runner/experiment/evidence/untrained-threads.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { chooseEngine } from '../../runner/nn/engines/engines.ts';
import type { Checkpoint } from '../../runner/nn/models/checkpoint.ts';
import type { Initialization } from '../../runner/nn/train/initialization.ts';
import type { Corpus } from '../../runner/text/corpus.ts';
import { corpusSchema, observeSchema } from '../../runner/text/settings.ts';
import { documentHash } from '../../runner/text/splits.ts';
import { observedText, type Text } from '../../runner/text/text.ts';
import { Vocabulary } from '../../runner/text/vocabulary.ts';
import { foundOf } from './claims-on.ts';

export interface World {
  network: Checkpoint;
  /** How untrained networks are drawn. */
  initialization: Initialization;
  /** True where it is not known how the network began: its own weights are shuffled too. */
  foreign?: boolean;
  /** What the claims are about. */
  layer: number;
  component: ComponentName;
  /** [documents] each [tokens], from two sources in turn; all equally long. */
  documents: readonly (readonly string[])[];
  /** Tokens that are read at a time, a part of a document's; absent: all of it. */
  segment?: number;
}

/** A label of a world's tokens: [documents] each [tokens], 1 where a token carries it; or numbers. */
export type Marks = readonly FeatureValues[];

export interface Label {
  marks: Marks;
  /** The tokens that it is compared within: all, where it is not said, or those that are no white space. */
  among?: 'all' | 'text';
  /** Of a range the number that it is a range of. */
  number?: readonly Float32Array[];
  /** Neurons that are claimed whatever the text says. */
  byHand?: readonly number[];
}

export interface ReadWorld {
  /**
   * The ladder on the labels, as an experiment with these features has it: what was found, and the claims.
   * @param count claims of each by effect, and by relevance.
   */
  ask(
    labels: readonly Label[],
    count: number,
    also?: readonly FindingName[],
  ): Promise<{ claims: Claim[]; found: FoundSoFar }>;
  /** The claims of that; by default as many as the published experiments make. */
  claims(labels: readonly Label[], count?: number): Promise<Claim[]>;
  benchFor(labels: readonly Label[], count: number): Bench;
  readingsFor(labels: readonly Label[]): Readings;
}

/** Tokens at a document's beginning that are read and not scored. */
const warmUp = 32;
/** A p below .05 is one of the 49 smallest of a thousand orders. */
const permutations = 999;
const sources = ['one', 'other'];

/** All rungs but `replicated`: no other seed was trained. */
const verdict = ['effect', 'heldOut', 'learned', 'specific', 'used'] as const;

/** Hands the world, read, to what asks of it, and lets go what it took of the engine. */
export async function withWorld<Found>(
  world: World,
  random: Random,
  use: (read: ReadWorld) => Promise<Found>,
): Promise<Found> {
  const { release, ...read } = await readWorld(world, random);
  try {
    return await use(read);
  } finally {
    await release();
  }
}

/** The world, read; what it took of the engine is the caller's to release. */
export async function readWorld(world: World, random: Random): Promise<ReadWorld & Pick<HeldReadings, 'release'>> {
  const { network, layer, component, initialization, foreign = false } = world;
  const engine = await chooseEngine({ device: 'cpu' }, { threads: 1 });
  const observed = await observedOf(world);
  const text = halvesOf(observed, warmUp);
  const reading = {
    engine,
    ids: observed.ids,
    segments: observed.segments,
    arrays: [`${component}.${layer}`],
    view: bothScored(text),
  };
  const activations = halved(await observeNeurons({ ...reading, checkpoint: network }), text);
  const arrays = [{ layer, component, units: activations.discovery.length }] as const;
  const { release, ...held } = heldReadings(engine, network, (half) => ({
    arrays,
    ids: observed.ids,
    segments: observed.segments,
    view: text[half].read,
  }));
  const seed = random.bits();
  const { architecture } = network;
  const unlearnt = { architecture, initialization, seed };
  const task = { ...reading, networks: untrainedCriteria.most };
  const half = halfOfDocuments(text);
  // Read once, however many labels are asked of.
  const known = new Map<string, Promise<Halves<Activations>[]>>();
  const networks = (kind: 'drawn' | 'shuffled'): Promise<Halves<Activations>[]> => {
    const own = kind === 'drawn' ? unlearnt : { ...unlearnt, trained: network.weights };
    // One overwrites another.
    const copy = (each: Halves<Activations>) => mapHalves((name) => each[name].map((row) => row.slice()));
    const read = known.get(kind) ?? Array.fromAsync(halvedNetworks({ ...task, unlearnt: own }, half), copy);
    known.set(kind, read);
    return read;
  };
  const effectsOf = async (kind: 'drawn' | 'shuffled', labels: readonly Label[], count: number) => {
    const bench = benchOn({ text: half, activations: { discovery: [], confirmation: [] }, count: 0 }, labels);
    return effectsOfNetworks([{ bench }], (await networks(kind)).slice(0, count));
  };
  const readingsFor = (labels: readonly Label[]): Readings => ({
    ...held,
    seeds: () => ({ code: 'not yet' }),
    async *epochs() {},
    recorded: () => Promise.reject(new Error('calibration: nothing was recorded')),
    untrained: (count) => effectsOf('drawn', labels, count),
    shuffled: async (count) => (foreign ? effectsOf('shuffled', labels, count) : []),
  });
  const membersOf = (among: Label['among'], own: HalvedText) => {
    const members = Uint8Array.from(observed.tokens, (token) => Number(among === 'all' || token.trim() !== ''));
    return mapHalves((half) => viewed(members, own[half].read));
  };
  const benchOn = (
    own: Pick<ClaimTestInput, 'activations' | 'count'> & { text: HalvedText },
    labels: readonly Label[],
  ) =>
    benchOf({
      ...own,
      arrays,
      permutations,
      seed,
      sources,
      vocabulary: network.vocabulary,
      swapped: own.text.swapped,
      features: labels.map(({ marks, number, among = 'all', byHand = [] }, index) => ({
        name: `label ${index}`,
        says: {
          whether: `label ${index} is there`,
          event: null,
          ...(marks.every(areNumbers) && { number: true as const }),
        },
        decidedByToken: false,
        among,
        masks: masksOf(marks, observed, own.text),
        members: membersOf(among, own.text),
        ...(number && {
          number: {
            says: 'what the number is',
            masks: masksOf(number, observed, own.text),
            members: membersOf('all', own.text),
          },
        }),
        byHand,
      })),
    });
  const benchFor = (labels: readonly Label[], count: number): Bench => benchOn({ text, activations, count }, labels);
  const ask: ReadWorld['ask'] = async (labels, count, also = []) => {
    const bench = benchFor(labels, count);
    const found = await foundOf(bench, readingsFor(labels), [...verdict, ...also]);
    return { found, claims: claimsOf(bench, found, { code: 'not yet' }) };
  };
  return {
    release,
    benchFor,
    readingsFor,
    ask,
    claims: async (labels, count = 2) => (await ask(labels, count)).claims,
  };
}

/** The documents as those of a corpus that are held out. */
async function observedOf({
  network: { unit, vocabulary },
  documents,
  segment = documents[0]?.length,
}: World): Promise<Text> {
  const settings = corpusSchema.parse({ unit });
  const known = new Vocabulary(vocabulary);
  const corpus: Corpus = {
    name: 'calibration',
    hash: '',
    unit,
    vocabulary: known,
    settings,
    sources: sources.map((name) => ({ name, credit: null })),
    documents: documents.map((tokens, index) => {
      const text = tokens.join('');
      return {
        text,
        hash: documentHash(text),
        source: index % sources.length,
        split: 'held-out',
        tokens: tokens.length,
        ids: known.encode(tokens).ids,
      };
    }),
  };
  const observe = observeSchema.parse({ documents: documents.length, segment, warmUp });
  return observedText(observe, { corpus, cwd: '' });
}

/** [read tokens] of each half. */
function masksOf<Values extends FeatureValues>(
  marks: readonly Values[],
  { documentNumbers }: Text,
  text: HalvedText,
): Halves<Values> {
  const all = documentNumbers.flatMap((number) => [...(marks[number] ?? [])]);
  const whole = (marks.every(areNumbers) ? Float32Array.from(all) : Uint8Array.from(all)) as Values;
  return mapHalves((half) => viewed(whole, text[half].read));
}
