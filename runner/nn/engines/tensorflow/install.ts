/**
 * Brings the package `@tensorflow/tfjs-node-gpu` and its native library into a project, and mends what its own script
 * leaves undone. What it runs and touches is passed in; imports the errors and nothing else of the house.
 */
import { join } from 'node:path';
import { InputError } from '../../../core/errors.ts';

export const gpuPackage = '@tensorflow/tfjs-node-gpu';
export const tensorflowVersion = '4.22.0';

export interface Installer {
  platform: NodeJS.Platform;
  /** The folder of the package where it is installed; null where it is not. */
  packageFolder(): string | null;
  /** Runs npm in a folder and shows what it prints; its exit code. */
  npm(words: readonly string[], folder: string): Promise<number>;
  /** Names in a folder; none where it is not there. */
  list(folder: string): Promise<readonly string[]>;
  copy(from: string, to: string): Promise<void>;
}

export interface TensorflowFiles {
  folder: string | null;
  /** The binding, and the library that it loads. */
  binding: boolean;
  library: boolean;
}

const bindingName = 'tfjs_binding.node';
const libraryName = (platform: NodeJS.Platform): RegExp =>
  platform === 'win32' ? /^tensorflow\.dll$/ : /^libtensorflow\.so\.\d/;

export async function installedNow(installer: Installer): Promise<TensorflowFiles> {
  const folder = installer.packageFolder();
  if (folder === null) return { folder, binding: false, library: false };
  const libraries = await installer.list(join(folder, 'deps', 'lib'));
  return {
    folder,
    binding: (await bindingFolders(installer, folder)).length > 0,
    library: libraries.some((name) => libraryName(installer.platform).test(name)),
  };
}

/**
 * The package where it is missing, then the library (some hundred megabytes from the maker's server).
 *
 * @param project the folder whose node_modules it goes to.
 * @throws InputError when npm or the download failed; what was there before still is.
 */
export async function installTensorflow(installer: Installer, project: string): Promise<void> {
  if (installer.packageFolder() === null) {
    const words = ['install', '--no-save', `${gpuPackage}@${tensorflowVersion}`];
    if ((await installer.npm(words, project)) !== 0) throw failed(`npm ${words.join(' ')} failed`);
  }
  const folder = installer.packageFolder();
  if (folder === null) throw failed(`npm installed ${gpuPackage}, and it is not found from ${project}`);
  const before = await installedNow(installer);
  if (!before.binding || !before.library) {
    // Scripts are off in the project, so that npm ci downloads nothing; `npm run` runs this one all the same.
    const code = await installer.npm(['run', 'install'], folder);
    const after = await installedNow(installer);
    // Its script may end with 0 although the download failed.
    if (code !== 0 || !after.binding || !after.library) throw failed(`the install script of ${gpuPackage} failed`);
  }
  if (installer.platform === 'win32') await stageLibrary(installer, folder);
}

/**
 * On Windows the library must lie beside the binding. The package's script puts it into the folder of Node's newest
 * N-API version (10 on Node 24), while the binding is in that of the newest that it was built for (8).
 */
async function stageLibrary(installer: Installer, folder: string): Promise<void> {
  const library = 'tensorflow.dll';
  for (const target of await bindingFolders(installer, folder)) {
    if ((await installer.list(target)).includes(library)) continue;
    await installer.copy(join(folder, 'deps', 'lib', library), join(target, library));
  }
}

async function bindingFolders({ list }: Installer, folder: string): Promise<string[]> {
  const built = join(folder, 'lib');
  const folders = (await list(built)).filter((name) => name.startsWith('napi-v')).map((name) => join(built, name));
  const holds = await Promise.all(folders.map(async (each) => (await list(each)).includes(bindingName)));
  return folders.filter((_, index) => holds[index]);
}

const failed = (what: string): InputError =>
  new InputError('tensorflow-not-installed', {
    what: `TensorFlow.js could not be installed: ${what}`,
    why: 'What npm printed above says more; its library is downloaded from storage.googleapis.com, which must be reachable',
    fix: 'Run the same command again, or choose the onnx engine, which needs no download',
    files: 'Your manifests, runs and results are as they were.',
  });
