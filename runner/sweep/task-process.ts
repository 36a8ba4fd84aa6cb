/**
 * A process that does the task of a file: `node runner/sweep/task-process.ts <file>` ends with 0 when it has answered, 130 when it
 * was stopped, else with what is wrong on stderr. A signal, a word of the process that started it, or that one's end stops it:
 * it saves its state and ends.
 */
import { argv, exit, stderr } from 'node:process';
import { prepareNative } from '../nn/engines/native-settings.ts';

const [, , file = ''] = argv;
let stopped = false;
const stop = () => {
  stopped = true;
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
process.on('message', stop);
process.on('disconnect', stop);
// A disk that is full will stop the task itself, with a clear word; its log stops nothing.
stderr.on('error', () => {});

prepareNative();
const { work } = await import('./do-task.ts');
const say = (text: string) => stderr.write(`${text}\n`);
// Threads and native sessions would keep it alive.
exit(await work(file, () => stopped, say));
