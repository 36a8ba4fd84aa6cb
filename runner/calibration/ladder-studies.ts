/** The calibration of the ladder's rungs E1 to E4: what is made up, and what is counted. Pure. */
import type { Random } from '../random.ts';
import type { Claim } from '../results/evidence-schema.ts';
import { climb, passed } from './climb.ts';
import { type BrokenTest, segmentsSwappedFreely, tokensPermuted } from './mutants.ts';
import { type Null, type NullName, nulls } from './nulls.ts';
import { contextNeuron, type Plant, planted, plantOf, tokenIdentity } from './plants.ts';
import { relabelled } from './real-recording.ts';
import { type Half, type Simulated, simulate } from './simulate.ts';
import type { Material, Study } from './study.ts';
import type { Outcome } from './tally.ts';
import { trueEffect } from './true-effect.ts';

/** Of a test at level .05, and of the intervals and the power that are asked for. */
const nominal: [number, number] = [0.03, 0.07];
const rare: [number, number] = [0, 0.01];
const covering: [number, number] = [0.93, 1];
const powerful: [number, number] = [0.9, 1];
/** No promise: small effects are often missed. */
const modest: [number, number] = [0.4, 1];
/** A control that is a test at level .05 by itself. */
const fooled: [number, number] = [0, 0.07];

/** Experiments at most where untrained networks are made up too, which takes long. */
const fewer = 400;

/** Neurons of a real recording in one experiment. */
const realNeurons = 12;

type Make = (random: Random, material: Material) => Simulated;

/** Nothing is to be found: E2 of all neurons and features, E3 and E1 of a claim that was named beforehand. */
function nullStudy(name: string, about: string, make: Make): Study {
  return {
    kind: 'nulls',
    name,
    about,
    wanted: { E2: nominal, E3: nominal, ladder: rare, 'E1 coverage': covering },
    async experiment(random, material) {
      const made = make(random, material);
      const claims = await climb(made, { count: 1 }, random);
      const [fixed] = await climb(made, { count: 0, only: planted }, random);
      return {
        E2: testable(claims, 'E2') ? claims.some((claim) => passed(claim, 'E2')) : null,
        ladder: claims.some((claim) => passed(claim, 'E1', 'E2', 'E3') && claim.rungs.E4.status !== 'failed'),
        ...ofFixed(fixed, 0.5),
      };
    },
  };
}

const testable = (claims: readonly Claim[], rung: 'E2' | 'E3'): boolean =>
  claims.some(({ rungs }) => rungs[rung].measured !== null);

function ofFixed(claim: Claim | undefined, truth: number): Outcome {
  const effect = claim?.rungs.E1.measured ?? null;
  return {
    E3: claim === undefined || !testable([claim], 'E3') ? null : passed(claim, 'E3'),
    'E1 coverage': effect === null ? null : effect.interval[0] <= truth && truth <= effect.interval[1],
  };
}

/** An effect is to be found among all neurons and features. */
function powerStudy(name: string, { about, world, effect }: Plant, power: [number, number]): Study {
  let truth: number | null = null;
  return {
    kind: 'plants',
    name,
    about,
    wanted: { 'E2 power': power, 'E3 power': power, power, 'E1 coverage': covering },
    async experiment(random) {
      truth ??= trueEffect(world, effect);
      const made = simulate(world, random);
      const claim = await found(made, random);
      const [fixed] = await climb(made, { count: 0, only: planted }, random);
      const { E3: heldOut = null, 'E1 coverage': coverage = null } = ofFixed(fixed, truth);
      return {
        'E2 power': claim !== undefined && passed(claim, 'E2'),
        'E3 power': heldOut,
        power: claim !== undefined && passed(claim, 'E1', 'E2', 'E3'),
        'E1 coverage': coverage,
      };
    },
  };
}

/** The claim about the planted neuron and feature, if it is among the strongest. */
const found = async (made: Simulated, random: Random): Promise<Claim | undefined> =>
  (await climb(made, { count: 1 }, random)).find(
    ({ neuron, feature }) => neuron === planted.neuron && feature === `feature ${planted.feature}`,
  );

const contextStudy = ({ about, world }: Plant): Study => ({
  kind: 'plants',
  name: 'context neuron',
  about,
  wanted: { E4: powerful, ladder: powerful },
  most: fewer,
  async experiment(random) {
    const claim = await found(simulate(world, random), random);
    return {
      E4: claim !== undefined && passed(claim, 'E4'),
      ladder: claim !== undefined && passed(claim, 'E1', 'E2', 'E3', 'E4'),
    };
  },
});

const tokenStudy: Study = {
  kind: 'plants',
  name: 'token identity',
  about: tokenIdentity.about,
  wanted: { 'E2 power': powerful, E4: fooled },
  most: fewer,
  async experiment(random) {
    const [claim] = await climb(simulate(tokenIdentity.world, random), { count: 1, decidedByType: true }, random);
    return {
      'E2 power': claim !== undefined && passed(claim, 'E2'),
      E4: claim !== undefined && passed(claim, 'E4'),
    };
  },
};

const mutant = (name: string, about: string, experiment: (random: Random) => Promise<boolean>): Study => ({
  kind: 'mutants',
  name,
  about,
  wanted: { 'false findings': nominal },
  experiment: async (random) => ({ 'false findings': await experiment(random) }),
});

/** A broken test of one neuron and one feature, in a world in which there is nothing to be found. */
const brokenTest = (test: BrokenTest, world: NullName) => async (random: Random) => {
  const { text, activations, masks } = simulate(nulls[world].world, random).discovery;
  const [activation, mask] = [activations[planted.neuron], masks[planted.feature]];
  if (activation === undefined || mask === undefined) throw new Error('calibration: the world has too few neurons');
  return test(text, activation, mask, random);
};

/** The ladder itself, told something wrong about the text. */
const misled =
  (world: NullName, mislead: (made: Simulated) => Simulated, rung: 'E2' | 'E3') => async (random: Random) =>
    (await climb(mislead(simulate(nulls[world].world, random)), { count: 1 }, random)).some((claim) =>
      passed(claim, rung),
    );

const inBothHalves =
  (change: (half: Half) => Half) =>
  ({ discovery, confirmation }: Simulated): Simulated => ({
    discovery: change(discovery),
    confirmation: change(confirmation),
  });

const oneSource = (half: Half): Half => ({
  ...half,
  text: { ...half.text, sources: new Int32Array(half.text.sources.length) },
});

const segmentsForDocuments = (half: Half): Half => {
  const { sources, segments } = half.text;
  const own = Int32Array.from({ length: sources.length * segments }, (_, s) => sources[Math.floor(s / segments)] ?? 0);
  return { ...half, text: { ...half.text, sources: own, segments: 1 } };
};

export const realStudy = nullStudy(
  'real recording',
  "Gates of the shipped model on text that it was not trained on, with the labels of other sources' documents.",
  (random, { recording }) => {
    if (recording === null) throw new Error('calibration: no recording was given');
    return relabelled(recording, realNeurons, random);
  },
);

export const nullStudies: Readonly<Record<NullName, Study>> = Object.fromEntries(
  (Object.entries(nulls) as [NullName, Null][]).map(([name, { about, world }]) => [
    name,
    nullStudy(name, about, (random) => simulate(world, random)),
  ]),
) as Record<NullName, Study>;

export const plantStudies: readonly Study[] = [
  powerStudy('AUC .6', plantOf(0.6), modest),
  powerStudy('AUC .7', plantOf(0.7), powerful),
  powerStudy('AUC .8', plantOf(0.8), powerful),
  powerStudy('AUC .98', plantOf(0.98), powerful),
  contextStudy(contextNeuron()),
  tokenStudy,
];

export const mutantStudies: readonly Study[] = [
  mutant(
    'i.i.d. permutation',
    'Tokens are permuted as though each were drawn by itself; neurons and features rise along documents.',
    brokenTest(tokensPermuted, 'trend along documents'),
  ),
  mutant(
    'free pooled swap',
    'Ranks over the whole text, segments swapped with any others; neurons and features rise along documents.',
    brokenTest(segmentsSwappedFreely, 'trend along documents'),
  ),
  mutant(
    'segments for documents',
    'E2 with segments swapped where documents should be; documents open in another way than they go on.',
    misled('document openings', inBothHalves(segmentsForDocuments), 'E2'),
  ),
  mutant(
    'sources mixed',
    'E2 with documents swapped across sources, each of which has a trend of its own.',
    misled('source effects', inBothHalves(oneSource), 'E2'),
  ),
  mutant(
    'one half for both',
    'E3 on the half on which the claims were chosen.',
    misled('document effects', ({ discovery }) => ({ discovery, confirmation: discovery }), 'E3'),
  ),
];
