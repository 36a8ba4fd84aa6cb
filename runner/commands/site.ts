/** `npm run site | build | preview`: Astro, without its telemetry. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exitCode } from '../errors.ts';

export async function run(words: string[]): Promise<number> {
  const packageFile = createRequire(import.meta.url).resolve('astro/package.json');
  const { default: description } = (await import(packageFile, { with: { type: 'json' } })) as {
    default: { bin: { astro: string } };
  };
  const program = join(dirname(packageFile), description.bin.astro);
  const child = spawn(process.execPath, [program, ...words], {
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? exitCode.interrupted : exitCode.failed)));
  });
}
