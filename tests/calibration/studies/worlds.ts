/**
 * Other worlds of known truth, through the ladder as experiments run it: codes that no single neuron tells, neurons that the
 * network does not use, networks that never learnt, texts that are there several times.
 */

import { effectsOn } from '../../../runner/analysis/findings/bench.ts';
import { largest } from '../../../runner/analysis/findings/best-neuron.ts';
import { item } from '../../../runner/core/at.ts';
import type { Random } from '../../../runner/core/random.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { foundOf, passed } from '../claims-on.ts';
import { beginnings, unlearntWorld } from '../foreign.ts';
import {
  duplicatedWorld,
  type KnownWorld,
  long,
  longWorld,
  permutedWorld,
  reopenedWorld,
  rotatedWorld,
  trainedWorld,
  wiredWorld,
} from '../known-worlds.ts';
import { decoy, hashes, ofOtherDocuments, randomRuns, shifted } from '../labels.ts';
import { fooled, modest, powerful, rarely, type Study } from '../study.ts';
import { quoteNeuron, unheardNeuron, type Wiring, wordNeuron } from '../wired.ts';
import { type Marks, type ReadWorld, type World, withWorld } from '../world.ts';
import { claimsOn, isAffirmed, repeated } from './asked.ts';
import { trainedStudies, wiredStudies } from './states.ts';

/** Three neurons remember, each by itself, and the layer above believes two of them. */
const latches: Wiring = { layers: 2, latches: 3 };

const redundantStudy: Study = {
  kind: 'plants',
  name: 'redundant latches',
  about:
    'An LSTM of two layers in which three neurons were wired by hand to know it and the layer above believes the majority: each can be spared. Told when the group has two or three of them and no other neuron.',
  wanted: { 'group power': powerful },
  ...repeated,
  experiment(random) {
    const { world, truths } = wiredWorld(random, latches);
    return withWorld(world, random, async (read) => {
      const { found } = await read.ask([{ marks: item(truths, 0) }], { count: 1, also: ['groups'] });
      const members = found.groups?.[0]?.members ?? [];
      return { 'group power': members.length >= 2 && members.every(({ neuron }) => neuron < wordNeuron(latches)) };
    });
  },
};

/** A probe that tells so much reads the state out of the layer. */
const probeTells = 0.9;

const rotatedStudy: Study = {
  kind: 'plants',
  name: 'rotated code',
  about:
    'An LSTM of 48 neurons that keeps it in a direction through all of them, among 47 other things: no neuron stands for it. What is asked is that the probe of the whole layer has a local AUC above .9; how often a single neuron is affirmed is told, without a promise.',
  wanted: { 'probe power': powerful, 'single neuron': [0, 1] },
  ...repeated,
  experiment(random) {
    const { world, truths } = rotatedWorld(random);
    return withWorld(world, random, async (read) => {
      const { found, claims } = await read.ask([{ marks: item(truths, 0) }], { count: 1, also: ['probes'] });
      return {
        'probe power': (found.probes?.[0]?.localAuc ?? 0) > probeTells,
        'single neuron': claims.some(isAffirmed),
      };
    });
  },
};

const unheardStudy: Study = {
  kind: 'nulls',
  name: 'copy that nothing hears',
  about:
    'The LSTM wired by hand, with a second neuron that knows the same, whose outgoing weights are all 0; it is claimed: of the state, of a decoy with the state beside it, and of the state as two annotators mark it.',
  wanted: { 'used: unheard copy': rarely, 'specific: unheard decoy': rarely, 'specific: annotators': rarely },
  ...repeated,
  experiment(random) {
    const wiring: Wiring = { unheard: 1 };
    const copy = unheardNeuron(wiring);
    const { world, truths } = wiredWorld(random, wiring);
    return withWorld(world, random, async (read) => {
      const truth = item(truths, 0);
      const claimOf = async (marks: Marks, beside: readonly Marks[] = []): Promise<Claim | undefined> =>
        (await read.ask([{ marks, byHand: [copy] }, ...beside.map((other) => ({ marks: other }))], { count: 0 }))
          .claims[0];
      const isKnown = (claim: Claim | undefined) =>
        claim !== undefined && passed(claim, 'learned') ? passed(claim, 'specific') : null;
      const claim = await claimOf(truth);
      // One that did not come so far says nothing of `used`.
      const asked = claim !== undefined && passed(claim, 'learned');
      const [some, more] = [decoy(truth, random, 0.1), decoy(truth, random)];
      return {
        'used: unheard copy': asked ? passed(claim, 'used') : null,
        'specific: unheard decoy': isKnown(await claimOf(some, [truth])),
        'specific: annotators': isKnown(await claimOf(some, [more])),
      };
    });
  },
};

/** Networks in which the neuron that remembers moves the output, and is of no use. */
const uselessStudy = (name: string, about: string, measure: string, wiring: Wiring): Study => ({
  kind: 'nulls',
  name,
  about,
  wanted: { [measure]: rarely },
  ...repeated,
  experiment(random) {
    const { world, truths } = wiredWorld(random, wiring);
    return withWorld(world, random, async (read) => ({
      [measure]: await isUsed(read, item(truths, 0), quoteNeuron),
    }));
  },
});

const lateStudy: Study = {
  kind: 'nulls',
  name: 'one token late',
  about:
    'The LSTM wired by hand; asked is whether the token before was inside quotation marks. Where the marks stand nowhere else, the token tells all places at which that is another question; where the opening mark stands again before words of a quotation, it does not: how often the label is known there is told without a promise, since a feature of the words behind the token that sets a neuron, as that the subject is plural, is the same case.',
  wanted: { 'specific: one token late': rarely, 'specific: one token late, marks repeated': [0, 1] },
  ...repeated,
  async experiment(random) {
    const isKnown = ({ world, truths }: KnownWorld) =>
      withWorld(world, random, async (read) =>
        (await claimsOn(read, [{ marks: shifted(item(truths, 0), 1) }])).some((claim) => passed(claim, 'specific')),
      );
    return {
      'specific: one token late': await isKnown(wiredWorld(random)),
      'specific: one token late, marks repeated': await isKnown(reopenedWorld(random)),
    };
  },
};

/** Whether the neuron that carries the state was claimed, or measured, the wrong way round. */
const isTurned = ({ sign, effect }: Claim): boolean => sign < 0 || (effect?.localAuc ?? 1) < 0.5;

const longStudy: Study = {
  kind: 'plants',
  name: 'state longer than its segments',
  about: `The LSTM wired by hand reads quotations of ${long.lasts} tokens in segments of ${long.segment}, and the same documents of ${long.tokens} whole. Told is that the state is longer, when a segment is named that holds it and nothing is said where documents are read whole. Read whole it is affirmed, but where a control label happens to begin and end with the marks themselves: each stands once in a document, as rare as what begins and ends a label.`,
  wanted: { 'effect: wrong sign': rarely, 'longer power': powerful, 'specific power': modest },
  ...repeated,
  most: repeated.most / 2,
  async experiment(random) {
    const { world, truths } = longWorld(random);
    const { segment: _, ...whole } = world;
    const claimOf = (own: World) =>
      withWorld(own, random, async (read) => {
        const { claims } = await read.ask([{ marks: item(truths, 0), byHand: [quoteNeuron] }], { count: 0 });
        return item(claims, 0);
      });
    const [short, complete] = [await claimOf(world), await claimOf(whole)];
    const longer = (claim: Claim) => (claim.effect && 'longer' in claim.effect ? claim.effect.longer : undefined);
    return {
      'effect: wrong sign': isTurned(short) || isTurned(complete),
      'longer power': (longer(short)?.segment ?? 0) >= long.lasts && longer(complete) === undefined,
      'specific power': isAffirmed(complete),
    };
  },
};

const thresholdStudy: Study = {
  kind: 'nulls',
  name: 'thresholds of a counter',
  about:
    "An LSTM of 32 units trained from nothing on lines of some a's and as many b's; asked is whether two or more b's are owed, and the number is no feature of the experiment.",
  wanted: { 'specific: threshold': rarely },
  ...repeated,
  experiment(random, material) {
    const { world, truths, among } = trainedWorld('counter', random, material);
    const number = item(truths, 0).map((own) => Float32Array.from(own));
    const marks = number.map((own) => Uint8Array.from(own, (owed) => Number(owed >= 2)));
    return withWorld(world, random, async (read) => ({
      'specific: threshold': (await claimsOn(read, [{ marks, number, ...(among && { among }) }])).some(isAffirmed),
    }));
  },
};

const bystanderStudy: Study = {
  kind: 'nulls',
  name: 'nothing to be used',
  about:
    'The LSTM wired by hand: its neuron for the ends of words in the place of the carrier, and the carrier with labels that it does not carry: those of other documents, of random runs, of a hash of the last seven tokens.',
  wanted: {
    'used: bystander': fooled,
    'used: other documents': fooled,
    'used: random labels': fooled,
    'used: hashed labels': fooled,
  },
  ...repeated,
  experiment(random) {
    const { world, truths } = wiredWorld(random);
    const truth = item(truths, 0);
    return withWorld(world, random, async (read) => ({
      'used: bystander': await isUsed(read, truth, wordNeuron()),
      'used: other documents': await isUsed(read, ofOtherDocuments(truth), quoteNeuron),
      'used: random labels': await isUsed(read, randomRuns(world.documents, random), quoteNeuron),
      'used: hashed labels': await isUsed(read, hashes(world), quoteNeuron),
    }));
  },
};

/** Whether a claim that was named beforehand, and is taken to be learned, passes `used`; null when it cannot be tested. */
async function isUsed(read: ReadWorld, marks: Marks, neuron: number): Promise<boolean | null> {
  const labels = [{ marks, byHand: [neuron] }];
  const { used } = await foundOf(read.benchFor(labels, 0), read.readingsFor(labels), ['used'], {
    choice: { claims: [{ feature: 0, neuron, sign: 1, chosen: 'by hand' }], chance: [] },
    learned: [{ status: 'passed', reason: null, measured: null }],
    rivals: [null],
    lagProfile: [null],
  });
  const [outcome] = used ?? [];
  return outcome === undefined || outcome.measured === null ? null : outcome.status === 'passed';
}

/** Networks that never learnt, in the place of one that was trained. */
const unlearntStudies: readonly Study[] = Object.entries(beginnings).map(([name, beginning]) => ({
  kind: 'nulls',
  name,
  about: `An LSTM of 24 neurons that never learnt, its weights drawn ${beginning.about}; it is claimed to know whether the text is inside quotation marks, or whether a quotation has just ended.`,
  wanted: { learned: fooled },
  ...repeated,
  experiment: (random) => isLearned(unlearntWorld(beginning, random), random),
}));

const permutedStudy: Study = {
  kind: 'nulls',
  name: 'permuted weights',
  about:
    'The network of the language of quotations with its weights in another order, as though another program had trained it: its weights are large, and it has learned nothing.',
  wanted: { learned: fooled },
  ...repeated,
  experiment: (random, material) => isLearned(permutedWorld(random, material), random),
};

const isLearned = ({ world, truths, among }: KnownWorld, random: Random) =>
  withWorld(world, random, async (read) => {
    const claims = await claimsOn(
      read,
      truths.map((marks) => ({ marks, ...(among && { among }) })),
    );
    return { learned: claims.some((claim) => passed(claim, 'learned')) };
  });

/** Labels that are asked of one text, each by itself. */
const labelsAsked = 5;

const duplicatesStudy: Study = {
  kind: 'nulls',
  name: 'near-duplicates',
  about:
    'Sixty texts, each there four times with other words at its end; labels are random runs, the same in all four. Of each label the strongest neuron of the discovery half is claimed. (Were all four read, 21 of 30 passed.)',
  wanted: { 'heldOut: near-duplicates': fooled },
  ...repeated,
  experiment(random) {
    const { world, labelsOf } = duplicatedWorld(random);
    return withWorld(world, random, async (read) => {
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
    });
  },
};

/** Those whose networks are made in an instant. */
export const madeWorlds: readonly Study[] = [
  ...wiredStudies,
  longStudy,
  redundantStudy,
  rotatedStudy,
  unheardStudy,
  uselessStudy(
    'opposite latches',
    'The LSTM wired by hand, with a second neuron that knows the same and whose outgoing weights are those of the first with the other sign: what comes out never depends on the state.',
    'used: opposite latches',
    { unheard: 1, copies: 'opposite' },
  ),
  uselessStudy(
    'wrong way round',
    'The LSTM wired by hand, which believes the opposite of what its neuron says.',
    'used: wrong way',
    { wrongWay: true },
  ),
  bystanderStudy,
  lateStudy,
  ...unlearntStudies,
  duplicatesStudy,
];

/** Those that need trained networks. */
export const trainedWorlds: readonly Study[] = [...trainedStudies, thresholdStudy, permutedStudy];
