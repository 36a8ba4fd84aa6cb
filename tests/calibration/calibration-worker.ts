/** What a thread does with a chunk of a calibration's experiments. */
import { inThread, threadTask } from '../../runner/core/pool.ts';
import { runChunk } from './calibrate.ts';
import { studiesFor } from './studies/studies.ts';
import type { Chunk, Material } from './study.ts';
import type { Tally } from './tally.ts';

/** What all chunks have in common. */
export interface CalibrationWork {
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
