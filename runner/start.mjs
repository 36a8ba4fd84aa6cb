#!/usr/bin/env node
// Entry of every command: of `npm run` in a clone, and of `rnn-atlas` where the package is installed.
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enter, inClone } from './enter.mjs';

/** Commands that read and train. */
const large = ['new', 'experiment', 'evidence', 'sweep'];

/**
 * glibc keeps memory apart for each thread, and what one has let go no other takes: with one part for all an experiment takes a tenth
 * less. It is told when a process begins, so this one begins again in its place.
 */
function withOnePartOfMemory(command) {
  if (process.platform !== 'linux' || process.execve === undefined || !large.includes(command)) return;
  if (process.env.MALLOC_ARENA_MAX !== undefined) return;
  process.env.MALLOC_ARENA_MAX = '1';
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], process.env);
}

await enter(async () => {
  const [command = 'help', ...words] = process.argv.slice(2);
  withOnePartOfMemory(command);
  // Compiled code is kept in the system's folder for temporary files: a command starts twice as fast the second time. The
  // threads and processes that a command starts find it by the environment.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
  module.enableCompileCache?.();
  const { run } = await import(inClone ? './cli/commands/main.ts' : '../lib/runner/cli/commands/main.js');
  process.exitCode = await run(command, words);
});
