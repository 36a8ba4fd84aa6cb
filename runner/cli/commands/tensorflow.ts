/** `npm run tensorflow`: installs TensorFlow.js for NVIDIA GPUs where the machine has one, and tries it. */
import { execFile, spawn } from 'node:child_process';
import { copyFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { exitCode, InputError } from '../../core/errors.ts';
import { asTyped } from '../../core/place.ts';
import { candidates } from '../../nn/engines/candidates.ts';
import { gpuPackage, tensorflowVersion } from '../../nn/engines/tensorflow/load.ts';
import { tryEngine } from '../../nn/engines/trial.ts';
import { flag } from './keys.ts';
import { stderrReporter } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

export const takes = {
  subject: null,
  keys: {
    check: flag('only looks, and installs nothing'),
    anyway: flag('installs it even if this machine cannot use it'),
  },
  example: 'npm run tensorflow check=true',
} satisfies Takes;

export async function run({ given }: WordsOf<typeof takes>): Promise<number> {
  const project = process.cwd();
  const card = await promisify(execFile)('nvidia-smi', [
    '--query-gpu=name,driver_version',
    '--format=csv,noheader',
  ]).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
  const { library } = await installedNow(project);
  const rows = [
    `card     ${card ?? 'no NVIDIA card with its driver'}`,
    `library  ${library === undefined ? asTyped('is not there: npm run tensorflow downloads it') : 'is there'}`,
  ];
  process.stdout.write(`${rows.join('\n')}\n`);
  if (given.check) return exitCode.done;
  if (card === null && !given.anyway) {
    throw new InputError('tensorflow-no-gpu', {
      what: 'TensorFlow.js was not installed: this machine cannot use it on a GPU',
      why: 'It needs 64-bit Linux or Windows (x86-64) and an NVIDIA card with its driver, which nvidia-smi shows',
      fix: 'Leave engine and device at auto, or add anyway=true to install it all the same',
      files: 'Nothing was installed.',
    });
  }
  await installTensorflow(project);
  process.stdout.write(`Installed: ${gpuPackage}@${tensorflowVersion} with its library.\n`);
  return tried();
}

/** @returns 1 where it is installed and does not work. */
async function tried(): Promise<number> {
  const candidate = candidates.find(({ engine, device }) => engine === 'tensorflow' && device === 'cuda');
  if (candidate === undefined) throw new Error('no candidate tensorflow on cuda');
  const reporter = stderrReporter();
  reporter.step('Trying it (its first start on a new card may take half an hour)');
  const trial = await tryEngine(candidate, { check: true, patience: candidate.firstStart });
  reporter.finish({ completed: trial.works });
  const works = 'It works: add engine=tensorflow device=cuda to an experiment.';
  const outcome = trial.works ? works : `It does not work: ${trial.why} What it needs is in docs/gpu.md.`;
  process.stdout.write(`${outcome}\n`);
  return trial.works ? exitCode.done : exitCode.failed;
}

/** The package's folder, null where it is not installed, with the files in it of its binding and of TensorFlow's library. */
async function installedNow(project: string) {
  let folder: string | null = null;
  try {
    folder = dirname(createRequire(join(project, 'package.json')).resolve(`${gpuPackage}/package.json`));
  } catch {
    // Not installed.
  }
  const files = folder === null ? [] : await readdir(folder, { recursive: true });
  const bindings = files.filter((file) => basename(file) === 'tfjs_binding.node');
  const library = files.find((file) => /^deps.lib.(?:tensorflow\.dll$|libtensorflow\.so\.\d)/.test(file));
  return { folder, bindings, library: bindings.length > 0 ? library : undefined };
}

/**
 * The package where it is missing, then the library (some hundred megabytes from the maker's server).
 *
 * @param project the folder whose node_modules it goes to.
 * @throws InputError when npm or the download failed; what was there before still is.
 */
export async function installTensorflow(project: string): Promise<void> {
  if ((await installedNow(project)).folder === null) {
    const words = ['install', '--no-save', `${gpuPackage}@${tensorflowVersion}`];
    if ((await npm(words, project)) !== 0) throw failed(`npm ${words.join(' ')} failed`);
  }
  const { folder, library } = await installedNow(project);
  if (folder === null) throw failed(`npm installed ${gpuPackage}, and it is not found from ${project}`);
  // Scripts are off in the project, so that npm ci downloads nothing; `npm run` runs this one all the same.
  const code = library === undefined ? await npm(['run', 'install'], folder) : 0;
  const after = await installedNow(project);
  // Its script may end with 0 although the download failed.
  if (code !== 0 || after.library === undefined) throw failed(`the install script of ${gpuPackage} failed`);
  // On Windows the library must lie beside the binding. The script puts it into the folder of Node's newest N-API version
  // (10 on Node 24), while the binding is in that of the newest that it was built for (8).
  const name = basename(after.library);
  if (!name.endsWith('.dll')) return;
  for (const binding of after.bindings)
    await copyFile(join(folder, after.library), join(folder, dirname(binding), name));
}

/** Runs npm in a folder and shows what it prints; its exit code. */
function npm(words: readonly string[], folder: string): Promise<number> {
  // npm_execpath is npm itself where a script of the project runs this; Windows finds npm.cmd in a shell alone.
  const program = process.env.npm_execpath;
  const [file, ...first] = program === undefined ? (['npm'] as const) : ([process.execPath, program] as const);
  const shell = program === undefined && process.platform === 'win32';
  const child = spawn(file, [...first, ...words], { cwd: folder, stdio: 'inherit', shell });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? exitCode.failed));
  });
}

const failed = (what: string): InputError =>
  new InputError('tensorflow-not-installed', {
    what: `TensorFlow.js could not be installed: ${what}`,
    why: 'What npm printed above says more; its library is downloaded from storage.googleapis.com, which must be reachable',
    fix: 'Run the same command again, or choose the onnx engine, which needs no download',
    files: 'Your manifests, runs and results are as they were.',
  });
