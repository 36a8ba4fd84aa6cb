#!/usr/bin/env node
// Entry of every command: of `npm run` in a clone, and of `rnn-atlas` where the package is installed.
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enter, inClone } from './enter.mjs';

await enter(async () => {
  // Compiled code is kept in the system's folder for temporary files: a command starts twice as fast the second time. The
  // threads and processes that a command starts find it by the environment.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
  module.enableCompileCache?.();
  const [command = 'help', ...words] = process.argv.slice(2);
  const { run } = await import(inClone ? './cli/commands/main.ts' : '../lib/runner/cli/commands/main.js');
  process.exitCode = await run(command, words);
});
