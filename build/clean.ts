/** When the package is packed, takes `lib/` away, which in a clone would only grow old, and puts the project's README back. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { restoreReadme } from './readme.ts';

restoreReadme();
rmSync(fileURLToPath(new URL('../lib', import.meta.url)), { recursive: true, force: true });
