/** What a thread does with a chunk of a calibration's experiments. */
import { runChunk } from './calibrate.ts';
import { studiesFor } from './studies/studies.ts';
import type { Tally } from './tally.ts';
import type { ChunkTask } from './workers.ts';

export default ({ seed, quick, material, chunk }: ChunkTask): Promise<Tally> =>
  runChunk({ seed, studies: studiesFor(quick, material), material }, chunk);
