/** Runs another program in the foreground, with this Node and without Astro's telemetry. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exitCode } from '../core/errors.ts';

/** Runs a JavaScript or TypeScript file; returns its exit code. */
export function runNode(file: string, words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [file, ...words], {
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  // Ctrl-C reaches the child too, which ends by itself; this process waits for it.
  const wait = () => {};
  process.on('SIGINT', wait);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait);
      resolve(code ?? (signal === 'SIGINT' ? exitCode.interrupted : exitCode.failed));
    });
  });
}

/** The file behind a package's command: `packageProgram('astro', 'astro')`. */
export function packageProgram(name: string, command: string): string {
  const require = createRequire(import.meta.url);
  const description = require.resolve(`${name}/package.json`);
  const { bin } = require(description) as { bin: string | Record<string, string> };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (file === undefined) throw new Error(`package ${name} has no command ${command}`);
  return join(dirname(description), file);
}
