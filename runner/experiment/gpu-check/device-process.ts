/** The process of a device that is looked at: its thread shares the environment, as an experiment's does; and it ends with the answer. */
import { Worker } from 'node:worker_threads';
import { prepareNative } from '../../engines/native-settings.ts';
import { threadOptions } from '../background.ts';
import type { DeviceTask } from './devices.ts';

prepareNative();
const task = JSON.parse(process.argv[2] ?? '') as DeviceTask;
const worker = new Worker(new URL('./device-thread.ts', import.meta.url), { ...threadOptions, workerData: task });
const answer = (found: unknown) => process.send?.({ found }, () => process.exit());
worker.on('message', answer);
// Whoever asked is gone, as after Ctrl-C.
process.on('disconnect', () => process.exit());
worker.on('error', (error) => answer(String(error)));
