/** The calibration of the calibration: tests broken on purpose, each in a world that tells it. Pure. */
import type { Random } from '../core/random.ts';
import { climb, passed } from './climb.ts';
import { nominal } from './ladder-studies.ts';
import { type BrokenTest, segmentsSwappedFreely, tokensPermuted } from './mutants.ts';
import { type NullName, nulls } from './nulls.ts';
import { planted } from './plants.ts';
import { type Half, type Simulated, simulate } from './simulate.ts';
import { fewer, type Study } from './study.ts';

const mutant = (name: string, about: string, experiment: (random: Random) => Promise<boolean>): Study => ({
  kind: 'mutants',
  name,
  about,
  wanted: { 'false findings': nominal },
  most: fewer,
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
    (await climb(mislead(simulate(nulls[world].world, random)), { count: 1 }, random)).claims.some((claim) =>
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
