/** `npm run tensorflow`: installs TensorFlow.js for NVIDIA GPUs where the machine can use it, and tries it. */
import { spawn } from 'node:child_process';
import { copyFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exitCode, InputError } from '../../core/errors.ts';
import { asTyped } from '../../core/place.ts';
import { candidates } from '../../nn/engines/candidates.ts';
import { thisMachine } from '../../nn/engines/gpu-hardware.ts';
import { howToGet } from '../../nn/engines/how-to-get.ts';
import {
  gpuPackage,
  type Installer,
  installedNow,
  installTensorflow,
  type TensorflowFiles,
  tensorflowVersion,
} from '../../nn/engines/tensorflow/install.ts';
import { type Outlook, tensorflowOutlook } from '../../nn/engines/tensorflow/outlook.ts';
import { tryEngine } from '../../nn/engines/trial.ts';
import { flag } from './keys.ts';
import { listed } from './listed.ts';
import { stderrReporter } from './streams.ts';
import { described, readWords } from './words.ts';

export const description = described({
  ...listed.tensorflow,
  subject: null,
  keys: {
    check: flag('only looks, and installs nothing'),
    anyway: flag('installs it even if this machine cannot use it'),
  },
  example: 'npm run tensorflow check=true',
});

export async function run(words: string[]): Promise<number> {
  const { given } = readWords(description, words);
  const installer = installerIn(process.cwd());
  const outlook = await tensorflowOutlook(thisMachine, process.env);
  process.stdout.write(report(outlook, await installedNow(installer)));
  if (given.check) return exitCode.done;
  if (outlook.obstacle !== '' && !given.anyway) {
    throw new InputError('tensorflow-no-gpu', {
      what: 'TensorFlow.js was not installed: this machine cannot use it on a GPU',
      why: outlook.obstacle,
      fix: 'Leave engine and device at auto, or add anyway=true to install it all the same',
      files: 'Nothing was installed.',
    });
  }
  await installTensorflow(installer, process.cwd());
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
  const outcome = trial.works
    ? 'It works: add engine=tensorflow device=cuda to an experiment.'
    : `It does not work: ${trial.why} ${howToGet(process).tensorflowCuda}.`;
  process.stdout.write(`${outcome}\n`);
  return trial.works ? exitCode.done : exitCode.failed;
}

const serves = {
  directly: 'served',
  compiled: 'newer than the library: it compiles for up to half an hour at the first start, or fails',
  not: 'too old',
} as const;

export function report(
  { card, obstacle, found, missing }: Outlook,
  { folder, binding, library }: TensorflowFiles,
): string {
  const rows = [
    [
      'card',
      card === null
        ? obstacle
        : `${card.name}, compute capability ${card.capability.toFixed(1)}, driver ${card.driver}: ${serves[card.served]}`,
    ],
    ['CUDA 11', found.length === 0 ? 'none of its libraries was found' : `found ${found.join(', ')}`],
    ...(missing.length > 0 ? [['missing', missing.join(', ')]] : []),
    ['package', folder === null ? `${gpuPackage} is not installed` : `${gpuPackage} is installed`],
    ['library', library && binding ? 'is there' : asTyped('is not there: npm run tensorflow downloads it')],
  ];
  return `${rows.map(([what = '', words = '']) => `${what.padEnd(8)} ${words}`).join('\n')}\n`;
}

function installerIn(project: string): Installer {
  const require = createRequire(join(project, 'package.json'));
  const npmProgram = process.env.npm_execpath;
  return {
    platform: process.platform,
    packageFolder() {
      try {
        return dirname(require.resolve(`${gpuPackage}/package.json`));
      } catch {
        return null;
      }
    },
    npm(words, folder) {
      // npm_execpath is npm itself where a script of the project runs this; Windows finds npm.cmd in a shell alone.
      const child =
        npmProgram === undefined
          ? spawn('npm', [...words], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' })
          : spawn(process.execPath, [npmProgram, ...words], { cwd: folder, stdio: 'inherit' });
      return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('exit', (code) => resolve(code ?? exitCode.failed));
      });
    },
    list: (folder) => readdir(folder).catch((): string[] => []),
    copy: (from, to) => copyFile(from, to),
  };
}
