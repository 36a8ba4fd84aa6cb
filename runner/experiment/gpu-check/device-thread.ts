/** The thread in which a device is looked at, as an experiment's is: it opens the engine, and sends what came of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { candidates } from '../../engines/candidates.ts';
import type { DeviceTask } from './devices.ts';
import { measureDevice, placeNodes } from './measure-device.ts';
import { gpuMemoryOn } from './system.ts';

const { engine, device, short, places } = workerData as DeviceTask;

async function found() {
  const candidate = candidates.find((each) => each.engine === engine && each.device === device);
  if (candidate === undefined) throw new Error(`there is no engine ${engine} on ${device}`);
  const opened = await candidate.open();
  return places ? placeNodes(opened) : measureDevice(opened, short, () => performance.now(), gpuMemoryOn(device));
}

parentPort?.postMessage(await found().catch((error: unknown) => (error as Error).message));
