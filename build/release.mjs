// `npm run release:version` and `npm run release:check`: release.ts, in a fresh clone and in an old Node too.
import { enter } from '../runner/enter.mjs';

await enter(() => import('./release.ts'));
