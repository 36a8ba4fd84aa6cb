/**
 * Networks that read text as experiments do, through the ladder as experiments run it. Some keep a state that is known: is it
 * affirmed, and no label that only goes with it? In others no single neuron tells it, the network does not use what its neurons
 * tell, or it never learnt.
 */
import { effectsOn } from '../../../runner/analysis/findings/bench.ts';
import { largest } from '../../../runner/analysis/findings/best-neuron.ts';
import { item } from '../../../runner/core/at.ts';
import type { Random } from '../../../runner/core/random.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { foundOf, passed } from '../claims-on.ts';
import {
  beginnings,
  duplicatedWorld,
  type KnownWorld,
  long,
  longWorld,
  permutedWorld,
  reopenedWorld,
  rotatedWorld,
  trainedWorld,
  unlearntWorld,
  wiredWorld,
} from '../known-worlds.ts';
import { decoy, hashes, ofOtherDocuments, randomRuns, shifted } from '../labels.ts';
import {
  anything,
  fewest,
  fooled,
  type Material,
  modest,
  powerful,
  rarely,
  type Study,
  studies,
  type Unnamed,
} from '../study.ts';
import type { ExperimentOutcome } from '../tally.ts';
import type { LanguageName } from '../trained-networks.ts';
import { quoteNeuron, unheardNeuron, type Wiring, wordNeuron } from '../wired.ts';
import { type Label, type Marks, type ReadWorld, withWorld } from '../world.ts';

/** None of so many shows a rate below 2%. Each reads its text many times. */
const repeated = { most: fewest, together: 5 } as const;

/** 'Remembers it, and the network uses it': of one network nothing stronger is said. */
export const isAffirmed = ({ verdict: { level } }: Claim): boolean => level === 'used' || level === 'replicated';

type Make = (random: Random, material: Material) => KnownWorld;

/** A study of one world each time, which is made and read; what comes of it. */
const inWorld = <World extends KnownWorld>(
  wanted: Study['wanted'],
  make: (random: Random, material: Material) => World,
  ask: (read: ReadWorld, known: World & { truth: Marks }, random: Random) => Promise<ExperimentOutcome>,
): Unnamed => ({
  wanted,
  ...repeated,
  experiment(random, material) {
    const known = make(random, material);
    return withWorld(known.world, random, (read) => ask(read, { ...known, truth: item(known.truths, 0) }, random));
  },
});

const wired =
  (wiring: Wiring = {}) =>
  (random: Random) =>
    wiredWorld(random, wiring);

/** What comes is known by nobody. */
const early = [-3, -2, -1];
const earlyOrLate = [...early, 1, 2, 3];
/** Of the tokens, at which a rival beside the truth differs from it: r is about .95. */
const nearly = 0.025;

/**
 * What the network keeps, and labels that go with it, each asked alone.
 * @param shifts by how many tokens the label is late, or early where it is below 0; one of them each time. Empty: nothing is moved.
 */
const stateStudy = (make: Make, shifts: readonly number[]): Unnamed => ({
  wanted: {
    'used power': powerful,
    'specific power': powerful,
    'specific: decoy': rarely,
    'specific: near rival': rarely,
    ...(shifts.length > 0 && { 'specific: shifted': rarely }),
  },
  ...repeated,
  experiment(random, material) {
    const { world, truths, among, carriers } = make(random, material);
    const truth = item(truths, random.below(truths.length));
    return withWorld(world, random, async (read) => {
      const labelled = (marks: Marks): Label => ({ marks, among });
      const isAnyAffirmed = async (marks: Marks) => (await read.claims([labelled(marks)])).some(isAffirmed);
      const isCarried = ({ neuron }: Claim) => carriers === undefined || carriers.includes(neuron);
      const isRefused = async (...labels: Label[]) => {
        const own = (await read.claims(labels)).filter(
          ({ feature, chosen }) => feature === 'label 0' && chosen !== 'rival',
        );
        const asked = own.filter((claim) => isCarried(claim) && passed(claim, 'learned'));
        return asked.length === 0 ? null : asked.every(({ rungs }) => rungs.specific.status === 'failed');
      };
      const right = (await read.claims(truths.map(labelled))).filter(isCarried);
      return {
        'used power': right.some((claim) => passed(claim, 'heldOut', 'learned', 'used')),
        'specific power': right.some(isAffirmed),
        'specific: near rival': await isRefused(labelled(truth), labelled(decoy(truth, random, nearly))),
        'specific: decoy': await isAnyAffirmed(decoy(truth, random)),
        ...(shifts.length > 0 && {
          'specific: shifted': await isAnyAffirmed(shifted(truth, item(shifts, random.below(shifts.length)))),
        }),
      };
    });
  },
});

const wiredState = (wiring?: Wiring) => stateStudy(wired(wiring), earlyOrLate);

const trainedState = (language: LanguageName, shifts: readonly number[]) =>
  stateStudy((random, material) => trainedWorld(language, random, material), shifts);

/** Three neurons remember, each by itself, and the layer above believes two of them. */
const latches: Wiring = { layers: 2, latches: 3 };
/** A probe that tells so much reads the state out of the layer. */
const probeTells = 0.9;

/** Whether the neuron that carries the state was claimed, or measured, the wrong way round. */
const isTurned = ({ sign, effect }: Claim): boolean => sign < 0 || (effect?.localAuc ?? 1) < 0.5;

const knownPlants = studies('plants', {
  'LSTM wired by hand': wiredState(),
  'GRU wired by hand': wiredState({ cell: 'gru' }),
  'two layers wired by hand': wiredState({ layers: 2 }),
  'state longer than its segments': {
    about: `The LSTM wired by hand reads quotations of ${long.lasts} tokens in segments of ${long.segment}, and the same documents of ${long.tokens} whole. Told is that the state is longer, when a segment is named that holds it and nothing is said where documents are read whole. Read whole it is affirmed, but where a control label happens to begin and end with the marks themselves: each stands once in a document, as rare as what begins and ends a label.`,
    wanted: { 'effect: wrong sign': rarely, 'longer power': powerful, 'specific power': modest },
    ...repeated,
    most: repeated.most / 2,
    async experiment(random) {
      const { world, truths } = longWorld(random);
      const { segment: _, ...whole } = world;
      const claimOf = (own: typeof whole) =>
        withWorld(own, random, async (read) =>
          item(await read.claims([{ marks: item(truths, 0), byHand: [quoteNeuron] }], 0), 0),
        );
      const [short, complete] = [await claimOf(world), await claimOf(whole)];
      const longer = (claim: Claim) => (claim.effect && 'longer' in claim.effect ? claim.effect.longer : undefined);
      return {
        'effect: wrong sign': isTurned(short) || isTurned(complete),
        'longer power': (longer(short)?.segment ?? 0) >= long.lasts && longer(complete) === undefined,
        'specific power': isAffirmed(complete),
      };
    },
  },
  'redundant latches': inWorld({ 'group power': powerful }, wired(latches), async (read, { truth }) => {
    const { found } = await read.ask([{ marks: truth }], 1, ['groups']);
    const members = found.groups?.[0]?.members ?? [];
    return { 'group power': members.length >= 2 && members.every(({ neuron }) => neuron < wordNeuron(latches)) };
  }),
  'rotated code': inWorld(
    { 'probe power': powerful, 'single neuron': anything },
    rotatedWorld,
    async (read, { truth }) => {
      const { found, claims } = await read.ask([{ marks: truth }], 1, ['probes']);
      return {
        'probe power': (found.probes?.[0]?.localAuc ?? 0) > probeTells,
        'single neuron': claims.some(isAffirmed),
      };
    },
  ),
});

/** Whether a claim that was named beforehand, and is taken to be learned, passes `used`; null when it cannot be tested. */
export async function isUsed(read: ReadWorld, marks: Marks, neuron: number): Promise<boolean | null> {
  const labels = [{ marks, byHand: [neuron] }];
  const { used } = await foundOf(read.benchFor(labels, 0), read.readingsFor(labels), ['used'], {
    choice: { claims: [{ feature: 0, neuron, sign: 1, chosen: 'by hand' }], chance: [] },
    learned: [{ status: 'passed', reason: null, measured: null }],
    rivals: [null],
    lagProfile: [null],
  });
  const outcome = item(used ?? [], 0);
  return outcome.measured === null ? null : outcome.status === 'passed';
}

/** Networks in which the neuron that remembers moves the output, and is of no use. */
const useless = (measure: string, wiring: Wiring) =>
  inWorld({ [measure]: rarely }, wired(wiring), async (read, { truth }) => ({
    [measure]: await isUsed(read, truth, quoteNeuron),
  }));

/** Networks that never learnt, in the place of one that was trained. */
const unlearnt = (make: Make) =>
  inWorld({ learned: fooled }, make, async (read, { truths, among }) => ({
    learned: (await read.claims(truths.map((marks) => ({ marks, among })))).some((claim) => passed(claim, 'learned')),
  }));

const late = (make: Make) => async (random: Random, material: Material) => {
  const { world, truths } = make(random, material);
  const marks = shifted(item(truths, 0), 1);
  return withWorld(world, random, async (read) =>
    (await read.claims([{ marks }])).some((claim) => passed(claim, 'specific')),
  );
};

/** Labels that are asked of one text, each by itself. */
const labelsAsked = 5;

const wiredNulls = studies('nulls', {
  'copy that nothing hears': inWorld(
    { 'used: unheard copy': rarely, 'specific: unheard decoy': rarely, 'specific: annotators': rarely },
    wired({ unheard: 1 }),
    async (read, { truth }, random) => {
      const copy = unheardNeuron({ unheard: 1 });
      const [some, more] = [decoy(truth, random, 0.1), decoy(truth, random)];
      /** Null of one that is not learned: it says nothing of the rungs that come after. */
      const isPassed = async (rung: 'used' | 'specific', marks: Marks, beside: readonly Marks[] = []) => {
        const labels = [{ marks, byHand: [copy] }, ...beside.map((other) => ({ marks: other }))];
        const [claim] = await read.claims(labels, 0);
        return claim !== undefined && passed(claim, 'learned') ? passed(claim, rung) : null;
      };
      return {
        'used: unheard copy': await isPassed('used', truth),
        'specific: unheard decoy': await isPassed('specific', some, [truth]),
        'specific: annotators': await isPassed('specific', some, [more]),
      };
    },
  ),
  'opposite latches': useless('used: opposite latches', { unheard: 1, copies: 'opposite' }),
  'wrong way round': useless('used: wrong way', { wrongWay: true }),
  'nothing to be used': inWorld(
    {
      'used: bystander': fooled,
      'used: other documents': fooled,
      'used: random labels': fooled,
      'used: hashed labels': fooled,
    },
    wired(),
    async (read, { world, truth }, random) => ({
      'used: bystander': await isUsed(read, truth, wordNeuron()),
      'used: other documents': await isUsed(read, ofOtherDocuments(truth), quoteNeuron),
      'used: random labels': await isUsed(read, randomRuns(world.documents, random), quoteNeuron),
      'used: hashed labels': await isUsed(read, hashes(world), quoteNeuron),
    }),
  ),
  'one token late': {
    wanted: { 'specific: one token late': rarely, 'specific: one token late, marks repeated': anything },
    ...repeated,
    experiment: async (random, material) => ({
      'specific: one token late': await late(wired())(random, material),
      'specific: one token late, marks repeated': await late(reopenedWorld)(random, material),
    }),
  },
  ...Object.fromEntries(
    Object.entries(beginnings).map(([name, weights]) => [name, unlearnt((random) => unlearntWorld(weights, random))]),
  ),
  'near-duplicates': inWorld(
    { 'heldOut: near-duplicates': fooled },
    duplicatedWorld,
    async (read, { labelsOf }, random) => {
      let times = 0;
      for (let label = 0; label < labelsAsked; label++) {
        const marks = labelsOf(random);
        const first = read.benchFor([{ marks }], 0);
        const neuron = largest(item(await effectsOn(first, 'discovery'), 0));
        if (neuron === null) throw new Error('calibration: no neuron could be told');
        const labels = [{ marks, byHand: [neuron] }];
        const { heldOut } = await foundOf(read.benchFor(labels, 0), read.readingsFor(labels), ['heldOut']);
        if (heldOut?.[0]?.status === 'passed') times++;
      }
      return { 'heldOut: near-duplicates': { times, of: labelsAsked } };
    },
  ),
});

/** Those whose networks are made in an instant. */
export const madeWorlds: readonly Study[] = [...knownPlants, ...wiredNulls];

/** Those that need trained networks. */
export const trainedWorlds: readonly Study[] = [
  ...studies('plants', {
    // No label is moved: what comes next is known there, and another place is another count.
    counter: trainedState('counter', []),
    // Early alone: what was so two tokens ago a network may well know.
    brackets: trainedState('brackets', early),
    quoted: trainedState('quoted', early),
  }),
  ...studies('nulls', {
    'thresholds of a counter': inWorld(
      { 'specific: threshold': rarely },
      (random, material) => trainedWorld('counter', random, material),
      async (read, { truth, among }) => {
        const number = truth.map((own) => Float32Array.from(own));
        const marks = number.map((own) => Uint8Array.from(own, (owed) => Number(owed >= 2)));
        return { 'specific: threshold': (await read.claims([{ marks, number, among }])).some(isAffirmed) };
      },
    ),
    'permuted weights': unlearnt(permutedWorld),
  }),
];
