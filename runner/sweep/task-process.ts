/**
 * A process that does one task: `node runner/sweep/task-process.ts <file of the task>`. It ends with 0 when it has
 * answered, 130 when it was stopped, else with what is wrong on stderr.
 */
import { argv, exit, stderr } from 'node:process';
import { prepareNative } from '../nn/engines/native-settings.ts';

let asked = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    asked = true;
  });
}

prepareNative();
const { work } = await import('./work.ts');
const code = await work(argv[2] ?? '', { interrupted: () => asked, say: (text) => stderr.write(`${text}\n`) });
// Threads and native sessions would keep it alive.
exit(code);
