/** What the program knows of itself, for a result's provenance. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { Circumstances } from './context.ts';

/**
 * @param command that makes the result again.
 * @param cwd whose commit is told.
 */
export const circumstancesOf = async (command: string, cwd: string): Promise<Circumstances> => ({
  versions: versions(),
  commit: await commit(cwd),
  command,
});

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const versionOf = (name: string) => (require(name) as { version: string }).version;
  return {
    'rnn-atlas': versionOf('../../package.json'),
    node: process.versions.node,
    'onnxruntime-node': versionOf('onnxruntime-node/package.json'),
  };
}

async function commit(cwd: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd });
    return stdout.trim();
  } catch {
    // No git, or no repository: the result says null.
    return null;
  }
}
