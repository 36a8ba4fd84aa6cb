/** Takes `lib/` away when the package is packed: in a clone it would only grow old. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

rmSync(fileURLToPath(new URL('../lib', import.meta.url)), { recursive: true, force: true });
