// What `npm pack` calls first: compile.ts, in a fresh clone and in an old Node too.
import { enter } from '../runner/enter.mjs';

await enter(() => import('./compile.ts'));
