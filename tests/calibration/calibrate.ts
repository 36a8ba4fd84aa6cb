/**
 * Repeats every study and reports the rates. Who does the work, and how many at a time, is passed in; the figures depend
 * on the seed and the number of experiments alone.
 */
import { item } from '../../runner/core/at.ts';
import { random } from '../../runner/core/random.ts';
import type { Calibration, Rate } from '../../runner/experiment/results/calibration-schema.ts';
import { evidenceVersion } from '../../runner/experiment/results/evidence-schema.ts';
import descriptions from './about.json' with { type: 'json' };
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
    seeds: [seed],
    tests: evidenceVersion,
    experiments,
    nulls: {},
    plants: {},
    mutants: {},
    about: { ...descriptions.measures },
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
    study,
    from: index * together,
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
