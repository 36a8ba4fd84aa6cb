/** Runs another program in the foreground, with this Node. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exitCode } from '../../core/errors.ts';

/** Ends a process when the one that started it has ended, however that came: killed, it passes nothing on. */
const endsWithParent = `data:text/javascript,process.on('disconnect',()=>process.exit());process.channel?.unref()`;

const passedOn = ['SIGTERM', 'SIGHUP'] as const;
const told = ['SIGINT', ...passedOn] as const;

interface Running {
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
  /** Hears what the program says, which otherwise goes to the terminal. */
  onOutput?: (text: string) => void;
}

/** Runs a JavaScript or TypeScript file, which ends when this process is told to; returns its exit code. */
export function runNode(
  file: string,
  words: readonly string[],
  { cwd, environment, onOutput }: Running = {},
): Promise<number> {
  const child = spawn(process.execPath, ['--import', endsWithParent, file, ...words], {
    stdio: [
      ...(onOutput === undefined
        ? (['inherit', 'inherit', 'inherit'] as const)
        : (['ignore', 'pipe', 'pipe'] as const)),
      'ipc',
    ],
    cwd,
    env: { ...process.env, ...environment },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput ?? (() => {}));
  // Ctrl-C reaches the child too, which ends by itself; this process waits for it. Other signals reach this one alone.
  const wait = () => {};
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', wait);
  for (const signal of passedOn) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait);
      for (const each of passedOn) process.off(each, pass);
      resolve(code ?? (told.some((each) => each === signal) ? exitCode.interrupted : exitCode.failed));
    });
  });
}

/** Runs Astro: it builds the site, serves it, or checks it. */
export const runAstro = (words: readonly string[], running: Running = {}): Promise<number> =>
  runNode(packageProgram('astro', 'astro'), words, {
    ...running,
    environment: { ...running.environment, ASTRO_TELEMETRY_DISABLED: '1' },
  });

/** The file behind a package's command: `packageProgram('astro', 'astro')`. */
export function packageProgram(name: string, command: string): string {
  const require = createRequire(import.meta.url);
  const description = require.resolve(`${name}/package.json`);
  const { bin } = require(description) as { bin: string | Record<string, string> };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (file === undefined) throw new Error(`package ${name} has no command ${command}`);
  return join(dirname(description), file);
}
