// Stands for runner/sweep/task-process.ts: what becomes of a task is in its name.
import { appendFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

let stop = () => process.exit(130);
process.on('disconnect', () => process.exit());
process.on('message', (given) => {
  if (given === 'stop') return stop();
  const id = basename(given.file, '.task.json');
  appendFileSync(join(dirname(given.file), 'done'), `${id} ${process.pid} ${process.env.RNN_ATLAS_CORES}\n`);
  if (id.includes('answers')) writeFileSync(given.file.replace('.task.', '.answer.'), '{}');
  if (id.includes('dies')) process.kill(process.pid, 'SIGKILL');
  else if (id.includes('fails')) process.send({ code: 1, leaves: true }, () => process.exit(1));
  else if (id.includes('waits')) stop = () => process.send({ code: 130, leaves: true }, () => process.exit(130));
  else process.send({ code: 0, leaves: false });
});
