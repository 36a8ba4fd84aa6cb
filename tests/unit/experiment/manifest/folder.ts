/** A temporary folder of manifests for the tests; gone when they end. */
import { type LoadedManifest, loadManifest } from '../../../../runner/experiment/manifest/load.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

export function folder() {
  const { path, write } = temporaryFolder();
  /** Loads the text as a.yaml, or a file that was written before. */
  const load = (overrides: string[] = [], text?: string, name = 'a.yaml'): Promise<LoadedManifest> => {
    if (text !== undefined) write(name, text);
    return loadManifest(name, overrides, path);
  };
  /** The message of the error; fails when there is none. */
  async function complaint(...asked: Parameters<typeof load>): Promise<string> {
    const error = await load(...asked).catch((thrown: unknown) => thrown);
    if (error instanceof Error && error.name === 'InputError') return error.message;
    throw error instanceof Error ? error : new Error(`${asked.join(' ')} was accepted`);
  }
  return { path, write, load, complaint };
}
