/** The thread that draws dropout masks ahead: a step's masks into the memory that it is sent, which it sends back. */
import { parentPort, workerData } from 'node:worker_threads';
import { drawMasks, type MaskPlan, type MaskRequest } from './masks.ts';

const plan = workerData as MaskPlan;

parentPort?.on('message', ({ step, memory }: MaskRequest) => {
  drawMasks(plan, step, memory);
  const answer: MaskRequest = { step, memory };
  parentPort?.postMessage(answer, [memory]);
});
