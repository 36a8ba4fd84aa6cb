/** Asks of a made-up experiment the findings that real evidence is made of. Pure. */

import { type Bench, benchOf, mapHalves, type ReadText } from '../../runner/analysis/findings/bench.ts';
import { screen } from '../../runner/analysis/findings/choice.ts';
import type { Finding, Readings } from '../../runner/analysis/findings/finding.ts';
import { type FindingName, type FoundSoFar, findings } from '../../runner/analysis/findings/findings.ts';
import type { RungName } from '../../runner/analysis/findings/names-schema.ts';
import { effectsOfNetworks } from '../../runner/analysis/findings/untrained.ts';
import type { Activations, Halves, TestedText } from '../../runner/analysis/stats/tested-text.ts';
import { firstTokens, viewed } from '../../runner/analysis/stats/view.ts';
import { item } from '../../runner/core/at.ts';
import type { Random } from '../../runner/core/random.ts';
import type { FeatureValues } from '../../runner/core/values.ts';
import { claimsOf } from '../../runner/experiment/evidence/evidence.ts';
import { halfOfDocuments, type TextHalf } from '../../runner/experiment/evidence/halves.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { eachHalf, type Half, type SimulatedText } from './simulate.ts';

/** A thousand with the true order; a p below .05 is then one of the 49 smallest. */
const permutations = 999;

export interface ClaimOptions {
  /** Claims of each feature by their effect, and as many by their relevance; 0 where a neuron is named. */
  count: number;
  /** The one neuron that is claimed of the one feature; other neurons and features are left out. */
  only?: { neuron: number; feature: number };
  /** Asks no more than whether a claim is believed: untrained networks only where one got so far. */
  onlyBelief?: boolean;
  /** Compares with untrained networks and with nothing else: no control labels. */
  onlyUntrained?: boolean;
  /** Features are sets of token types. */
  decidedByToken?: boolean;
}

/** The findings that need no network to be read once more: those that the recording tells, and those that take untrained networks. */
const recorded: readonly FindingName[] = ['choice', 'chance', 'effect', 'heldOut'];
const compared: readonly FindingName[] = ['untrained', 'shuffled', 'labels', 'learned'];
/** Those that a claim needs that was fixed beforehand. */
const fixed: readonly FindingName[] = ['choice', 'effect', 'heldOut'];

/** The claims on what was made up, with those rungs that a recording and untrained networks can tell. */
export async function claimsOn(made: SimulatedText, asked: ClaimOptions, random: Random): Promise<Claim[]> {
  const { only } = asked;
  const alone = ({ text, activations, masks }: Half, { neuron, feature }: NonNullable<typeof only>): Half => ({
    text,
    activations: [item(activations, neuron)],
    masks: [item(masks, feature)],
    untrained: [],
  });
  const own = only === undefined ? made : eachHalf(made, (half) => alone(half, only));
  const bench = benchFor(own, asked, random);
  const readings = readingsOf(own, bench);
  const tell = (found: FoundSoFar): Claim[] => claimsOf(bench, found, { code: 'not yet' });
  if (only !== undefined) return tell(await foundOf(bench, readings, fixed));
  const found = await foundOf(bench, readings, recorded);
  const got = tell(found).some((claim) => passed(claim, 'heldOut'));
  if (own.discovery.untrained.length === 0 || (asked.onlyBelief === true && !got)) return tell(found);
  if (asked.onlyUntrained !== true) return tell(await foundOf(bench, readings, compared, found));
  const names = compared.filter((name) => name !== 'labels');
  return tell(await foundOf(bench, readings, names, { ...found, labels: [] }));
}

/** Findings one after the other, each with those that it needs; those of `before` are there already. */
export async function foundOf(
  bench: Bench,
  readings: Readings,
  names: readonly FindingName[],
  before: FoundSoFar = {},
): Promise<FoundSoFar> {
  const found: Record<string, unknown> = { ...before };
  const needed = new Set<string>();
  const need = ({ name, inputs, optional = [] }: Finding): void => {
    if (name in found || needed.has(name)) return;
    needed.add(name);
    [...inputs, ...optional].forEach(need);
  };
  const all: readonly Finding[] = findings;
  all.filter(({ name }) => names.some((each) => each === name)).forEach(need);
  for (const each of all) {
    if (needed.has(each.name)) found[each.name] = await each.compute({ bench, readings, found });
  }
  return found;
}

/** What was made up, as the ladder sees it. */
export function benchFor(made: SimulatedText, asked: ClaimOptions, random: Random): Bench {
  const { text, activations, masks } = made.discovery;
  const types = new Set([...text.types, ...made.confirmation.text.types]);
  return benchOf({
    text: mapHalves((half) => read(made[half].text)),
    activations: mapHalves((half) => made[half].activations),
    arrays: [{ layer: 1, component: 'hidden', units: activations.length }],
    features: masks.map((_, feature) => ({
      name: `feature ${feature}`,
      says: { whether: 'the feature is present', event: null },
      among: 'all',
      decidedByToken: asked.decidedByToken ?? false,
      masks: mapHalves((half) => item(made[half].masks, feature)),
      members: mapHalves((half) => new Uint8Array(made[half].text.types.length).fill(1)),
      byHand: asked.only === undefined ? [] : [0],
    })),
    count: asked.count,
    permutations,
    seed: random.bits(),
    vocabulary: Array.from({ length: Math.max(...types) + 1 }, (_, type) => `word${type}`),
    sources: [...new Set(text.sources)].map((source) => `source ${source}`),
  });
}

const read = (text: TestedText): ReadText => ({ ...text, warmUp: 0, readTypes: text.types });
const wholeOf = ({ text }: Half): TextHalf => {
  const all = firstTokens(text.types.length);
  return { ...read(text), read: all, scored: all, documents: [...text.sources.keys()] };
};

/** What was simulated; nothing can be read once more. Networks that never learnt read half of the documents. */
function readingsOf(made: SimulatedText, { input }: Bench): Readings {
  const none = (): never => {
    throw new Error('calibration: a made-up network cannot be read once more');
  };
  const text = halfOfDocuments({ ...mapHalves((half) => wholeOf(made[half])), swapped: 'documents', sources: [] });
  const ofHalf = <Values extends FeatureValues>(values: Halves<Values>): Halves<Values> =>
    mapHalves((half) => viewed(values[half], text[half].scored));
  const features = input.features.map((own) => ({ ...own, masks: ofHalf(own.masks), members: ofHalf(own.members) }));
  const bench = benchOf({ ...input, text, features, activations: { discovery: [], confirmation: [] } });
  function* networks(count: number): Iterable<Halves<Activations>> {
    for (const [network] of made.discovery.untrained.slice(0, count).entries()) {
      const whole = mapHalves((half) => item(made[half].untrained, network)());
      yield mapHalves((half) => whole[half].map((values) => viewed(values, text[half].scored)));
    }
  }
  return {
    losses: none,
    predictions: none,
    steps: none,
    changes: none,
    epochs: none,
    recorded: none,
    seeds: () => ({ code: 'not yet' }),
    untrained: (count) => effectsOfNetworks([{ bench }], networks(count)),
    shuffled: () => Promise.resolve([]),
  };
}

export const passed = ({ rungs }: Claim, ...wanted: readonly RungName[]): boolean =>
  wanted.every((name) => rungs[name].status === 'passed');

/** Whether the discovery half screens it out. */
export const isBeyondChance = ({ chance }: Pick<Claim, 'chance'>): boolean =>
  chance !== null && chance.adjustedP < screen.adjustedP;

/** As far as the recording and the untrained networks tell, the claim is believed. */
export const believed = ({ verdict: { level } }: Claim): boolean =>
  level !== 'not confirmed' && level !== 'untrained too' && level !== 'meaningless too';
