// Stands for runner/sweep/task-process.ts: what becomes of a task is in its name.
import { appendFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const stop = () => process.exit(130);
process.on('disconnect', stop);
process.on('message', stop);
const [, , file] = process.argv;
const id = basename(file, '.task.json');
appendFileSync(join(dirname(file), 'done'), `${id} ${process.env.RNN_ATLAS_CORES}\n`);
if (id.includes('answers')) writeFileSync(file.replace('.task.', '.answer.'), '{}');
if (id.includes('dies')) process.kill(process.pid, 'SIGKILL');
else if (id.includes('fails')) {
  console.error('out of luck');
  process.exit(1);
} else if (!id.includes('waits')) process.exit(0);
