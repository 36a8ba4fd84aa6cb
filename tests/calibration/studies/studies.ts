/** All that a calibration repeats, in the order in which it is reported, and the thread that counts a chunk of it. */
import { inThread, threadTask } from '../../../runner/core/pool.ts';
import { runChunk } from '../calibrate.ts';
import type { Chunk, Material, Study } from '../study.ts';
import type { Tally } from '../tally.ts';
import { mutantStudies } from './mutants.ts';
import { scanNulls, scanPlants } from './scans.ts';
import { nullStudies, numberNulls, numberPlants, plantStudies, realStudy, untrainedStudies } from './simulated.ts';
import { madeWorlds, trainedWorlds } from './worlds.ts';

/** The two scenarios that between them tell every broken test soonest. */
const telling: readonly string[] = ['source effects', 'document openings'];

/** @param quick the short form. */
export function studiesFor(quick: boolean, { recording, networks }: Material): readonly Study[] {
  if (quick) return nullStudies.filter(({ name }) => telling.includes(name));
  return [
    ...nullStudies,
    ...(recording === null ? [] : realStudy),
    ...untrainedStudies,
    ...plantStudies,
    ...madeWorlds,
    ...(networks === null ? [] : trainedWorlds),
    ...mutantStudies,
    ...numberNulls,
    ...numberPlants,
    ...scanNulls,
    ...scanPlants,
  ];
}

/** What all chunks have in common. */
interface CalibrationWork {
  seed: number;
  quick: boolean;
  material: Material;
}

type ChunkTask = CalibrationWork & { chunk: Chunk };

/** Counts what happens in a chunk, in another thread. */
export const inOtherThread =
  (work: CalibrationWork) =>
  (chunk: Chunk): Promise<Tally> =>
    inThread<ChunkTask, Tally>(new URL(import.meta.url), { ...work, chunk });

export default threadTask<ChunkTask, Tally>(({ seed, quick, material, chunk }) =>
  runChunk({ seed, studies: studiesFor(quick, material), material }, chunk),
);
