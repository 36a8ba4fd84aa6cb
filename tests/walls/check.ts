/** Part of `npm run check`: says which imports break a wall of the house; exit code 1 when one does. */
import { fileURLToPath } from 'node:url';
import { brokenWalls, needlessExceptions } from './cruise.ts';

const all = brokenWalls(fileURLToPath(new URL('../..', import.meta.url)));
const broken = all.filter(({ known }) => !known);
const needless = needlessExceptions(all);
for (const { rule, from, to } of broken) console.error(`${from} -> ${to}\n  breaks the wall "${rule}"`);
for (const arrow of needless)
  console.error(`${arrow}\n  is an exception that nothing needs; take it out of tests/walls/arrows.ts`);
const known = all.length - broken.length;
console.log(`Walls: ${broken.length} broken${known > 0 ? `, ${known} known exceptions` : ''}.`);
process.exitCode = broken.length + needless.length > 0 ? 1 : 0;
