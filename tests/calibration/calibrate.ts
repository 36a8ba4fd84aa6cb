/**
 * Repeats every study and reports the rates. Who does the work, and how many at a time, is passed in; the figures depend
 * on the seed and the number of experiments alone.
 */
import { item } from '../../runner/core/at.ts';
import { random } from '../../runner/core/random.ts';
import type { Calibration, Rate } from '../../runner/experiment/results/calibration-schema.ts';
import { evidenceVersion } from '../../runner/experiment/results/evidence-schema.ts';
import type { Chunk, Material, Study } from './study.ts';
import { count, join, rateOf, type Tally } from './tally.ts';

export interface CalibrationTask {
  seed: number;
  /** Of each study. */
  experiments: number;
  studies: readonly Study[];
  /** Counts what happens in a chunk of experiments; null where nothing more is to be begun. */
  work(chunk: Chunk, study: Study): Promise<Tally | null>;
  /** Chunks given out at a time. */
  workers: number;
  onProgress?(done: number, total: number, study: Study): void;
  /** Hears the rates of each study when all of its experiments are done. */
  onStudy?(study: Study, rates: Rates): void;
}

/** By measure. */
type Rates = Record<string, Rate>;

/** Small enough to share the work evenly, large enough to cost no time in messages. */
const chunkSize = 20;
/** Keeps the calibration's random numbers apart from those of other uses of the same seed. */
const calibrationStream = 0x63616c69;

/** @throws what an experiment throws; where one fails, the others end what they have begun. */
export async function calibrate(task: CalibrationTask): Promise<Calibration> {
  const { seed, experiments, studies, work, workers, onProgress, onStudy } = task;
  const byStudy = studies.map(({ most = experiments, together = chunkSize }, study) =>
    chunksOf(study, Math.min(most, experiments), together),
  );
  // All go forward alike, each by its own number of experiments, so that a run cut short tells of all of them.
  const chunks = byStudy
    .flatMap((own) => own.map((chunk, index) => ({ ...chunk, share: (index + 1) / own.length })))
    .sort((a, b) => a.share - b.share);
  const total = chunks.reduce((sum, { from, to }) => sum + to - from, 0);
  const tallies: Tally[][] = studies.map(() => []);
  const report: Calibration = {
    ...{
      seeds: [seed],
      tests: evidenceVersion,
      experiments,
      nulls: {},
      plants: {},
      mutants: {},
      about: { ...measures },
    },
  };
  for (const { kind, name, about } of studies) {
    // Named at once, so that the order is that of the studies, whichever is done first.
    report[kind][name] = {};
    report.about[name] = about;
  }
  let done = 0;
  // Ends for all workers when one of them fails.
  const waiting = (function* () {
    yield* chunks;
  })();
  const worker = async (): Promise<void> => {
    for (const chunk of waiting) {
      const [study, own] = [item(studies, chunk.study), item(tallies, chunk.study)];
      const tally = await work(chunk, study);
      if (tally === null) continue;
      own.push(tally);
      done += chunk.to - chunk.from;
      onProgress?.(done, total, study);
      if (own.length === byStudy[chunk.study]?.length) onStudy?.(study, ratesOf(study, join(own)));
    }
  };
  const all = await Promise.allSettled(Array.from({ length: workers }, worker));
  for (const each of all) if (each.status === 'rejected') throw each.reason;
  studies.forEach((study, index) => {
    const own = item(tallies, index);
    if (own.length > 0) report[study.kind][study.name] = ratesOf(study, join(own));
  });
  return report;
}

function ratesOf({ kind, name, wanted }: Study, tally: Tally): Rates {
  return Object.fromEntries(
    Object.entries(wanted).map(([measure, band]) => {
      const counted = tally[measure];
      if (counted === undefined || counted.of === 0) {
        throw new Error(`calibrate: nothing was measured of ${name}, ${measure}`);
      }
      return [measure, rateOf(counted, band, kind === 'mutants')];
    }),
  );
}

const chunksOf = (study: number, experiments: number, together: number): Chunk[] =>
  Array.from({ length: Math.ceil(experiments / together) }, (_, index) => ({
    ...{ study, from: index * together },
    to: Math.min(experiments, (index + 1) * together),
  }));

/**
 * Runs the experiments of a chunk. Each has random numbers of its own, from the seed, the study's name and its number,
 * so that no other study and no other thread changes it.
 */
export async function runChunk(
  { seed, studies, material }: { seed: number; studies: readonly Study[]; material: Material },
  { study, from, to }: Chunk,
): Promise<Tally> {
  const { kind, name, experiment } = item(studies, study);
  const letters = [...`${kind} ${name}`].map((letter) => letter.charCodeAt(0));
  const tally: Tally = {};
  for (let number = from; number < to; number++) {
    count(tally, await experiment(random(seed, calibrationStream, ...letters, number), material));
  }
  return tally;
}

/** The names of what is measured, in plain words. A name begins with the rung that it is about. */
export const measures = {
  chance: 'chance passes for at least one neuron and feature (discovery half, all of them together)',
  'chance power': 'the planted claim is found and passes chance',
  'effect coverage': 'the 95% interval of the effect holds the true one',
  heldOut: 'heldOut passes for a claim that was fixed beforehand (confirmation half)',
  'heldOut power': 'the planted claim, fixed beforehand, passes heldOut',
  learned: 'at least one claim on a network that never learnt passes learned',
  'learned power': 'the planted claim passes learned',
  'learned: word lists': 'a claim about a list of random words passes learned',
  'heldOut: near-duplicates': 'the neuron that is strongest for a random label passes heldOut',
  'used: unheard copy': 'the copy, which passed learned, passes used',
  'used: bystander': 'a neuron that has nothing to do with the feature passes used',
  'used: opposite latches': 'one of two neurons of which each undoes the other passes used',
  'used: wrong way': 'a neuron that the network reads the wrong way round passes used',
  'used: other documents': "the carrier passes used with other documents' masks in place of its own",
  'used: random labels': 'the carrier passes used for control labels',
  'used: hashed labels': 'the carrier passes used for a hash of the last seven tokens',
  'used power': 'a neuron that carries the state is found and passes every rung up to used',
  'specific power': 'the state is affirmed: a claim comes through all rungs to ‘remembers it, and the network uses it’',
  'specific: decoy':
    'the state turned round in random runs, a fifth of the tokens (decoy), is affirmed; of a number another document’s stands there',
  'specific: shifted': 'the state up to three tokens early or late is affirmed',
  'specific: one token late': 'a claim about the state one token late is said to be known',
  'specific: one token late, marks repeated': 'the same where no token tells that the state has just changed',
  'effect: wrong sign': 'the neuron that carries the state is claimed or measured the wrong way round',
  'longer power': 'it is told that the state is longer than its segments, and which segment would hold it',
  'specific: unheard decoy': 'a decoy is said to be known by the copy that nothing hears',
  'specific: annotators':
    'the state as one annotator marks it who errs at a tenth of the tokens is said to be known, because one who errs at a fifth stands beside it',
  'specific: threshold': 'a threshold of the number is affirmed',
  'specific: near rival':
    'the state fails specific, because a label stands beside it that differs at one token of forty',
  'group power': 'the group is told',
  'probe power': 'the probe tells the state',
  'single neuron': 'a single neuron is affirmed',
  'learned: hashed labels': 'a claim about a hash of three tokens passes learned',
  ladder: 'at least one claim is believed: it passes heldOut, and learned where untrained networks were read',
  'ladder power': 'the planted claim is found and believed',
  'false findings': 'the broken test finds something that is not there',
  'broken power': 'the broken test finds what is there',
} as const;
