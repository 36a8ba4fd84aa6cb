// What `npm pack` calls first. Plain JavaScript, so that an old Node can read it and say what is missing.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const newEnough = major > 22 || (major === 22 && minor >= 18);
const installed = existsSync(new URL('../node_modules/typescript/package.json', import.meta.url));

if (!newEnough || !installed) {
  process.stderr.write(
    `npm pack compiles RNN Atlas, which needs ${installed ? '' : 'its packages and '}Node 22.18 or later; this is Node ${process.versions.node}.\n` +
      'Run `npm ci` in this folder first: it installs the packages, and on 64-bit Linux Node 24 too. Then run `npm pack` again.\n' +
      'Nothing was packed.\n',
  );
  process.exit(1);
}
await import('./compile.ts');
