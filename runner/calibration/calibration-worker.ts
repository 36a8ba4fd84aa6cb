/** The thread that runs chunks of a calibration's experiments, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { runChunk } from './calibrate.ts';
import { studiesFor } from './studies.ts';
import type { Chunk } from './study.ts';
import type { Answer, CalibrationWork } from './workers.ts';

const { seed, quick, material } = workerData as CalibrationWork;
const studies = studiesFor(quick, material);
const answer = (message: Answer) => parentPort?.postMessage(message);

parentPort?.on('message', async (chunk: Chunk) => {
  try {
    answer({ tally: await runChunk(seed, studies, chunk, material) });
  } catch (error) {
    answer({ error: error instanceof Error ? error : new Error(String(error)) });
  }
});
