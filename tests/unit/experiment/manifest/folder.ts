/** A temporary folder of manifests for the tests; gone when they end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { type LoadedManifest, loadManifest } from '../../../../runner/experiment/manifest/load.ts';

export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'manifest-'));
  afterAll(() => rmSync(path, { recursive: true }));
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  };
  return {
    path,
    write,
    /** Loads the text as a.yaml, or a file that was written before. */
    load: (overrides: string[] = [], text?: string, name = 'a.yaml'): Promise<LoadedManifest> => {
      if (text !== undefined) write(name, text);
      return loadManifest(name, overrides, path);
    },
    /** The message of the error; fails when there is none. */
    complaint: async (overrides: string[] = [], text?: string, name = 'a.yaml'): Promise<string> => {
      if (text !== undefined) write(name, text);
      try {
        await loadManifest(name, overrides, path);
      } catch (error) {
        if (error instanceof Error && error.name === 'InputError') return error.message;
        throw error;
      }
      throw new Error(`${name} ${overrides.join(' ')} was accepted`);
    },
  };
}
