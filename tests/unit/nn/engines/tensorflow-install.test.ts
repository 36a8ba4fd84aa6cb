import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../../../../runner/cli/commands/tensorflow.ts';
import type { HardwareProbe } from '../../../../runner/nn/engines/gpu-hardware.ts';
import {
  gpuPackage,
  type Installer,
  installedNow,
  installTensorflow,
} from '../../../../runner/nn/engines/tensorflow/install.ts';
import { tensorflowOutlook } from '../../../../runner/nn/engines/tensorflow/outlook.ts';

const machine = (parts: Partial<HardwareProbe>): HardwareProbe => ({
  platform: 'linux',
  arch: 'x64',
  release: '6.1',
  list: async () => [],
  exists: async () => false,
  allowed: async () => false,
  read: async () => '',
  run: async () => '',
  ...parts,
});
const showing = (cards: string, loader = ''): HardwareProbe['run'] => {
  const answers: Record<string, string> = { 'nvidia-smi': cards, ldconfig: loader };
  return async (program) => answers[program] ?? '';
};

describe('what TensorFlow.js can do on a machine', () => {
  it.each([
    ['NVIDIA GeForce RTX 3090, 535.183.01, 8.6\n', 'directly'],
    ['NVIDIA GeForce RTX 4090, 550.54, 8.9\n', 'directly'],
    ['NVIDIA H100 80GB HBM3, 550.54, 9.0\n', 'compiled'],
    ['NVIDIA GeForce RTX 5090, 575.51, 12.0\n', 'compiled'],
    ['GeForce GTX 680, 470.10, 3.0\n', 'not'],
  ])('%s', async (line, served) => {
    const { card } = await tensorflowOutlook(machine({ run: showing(line) }), {});
    expect(card?.served).toBe(served);
  });

  it('is nothing without a card, without its program, and on other systems, and each is said', async () => {
    expect((await tensorflowOutlook(machine({}), {})).obstacle).toContain('needs an NVIDIA card');
    const none = machine({ run: showing('No devices were found\n') });
    expect((await tensorflowOutlook(none, {})).obstacle).toContain('needs an NVIDIA card');
    const mac = await tensorflowOutlook(machine({ platform: 'darwin', arch: 'arm64' }), {});
    expect(mac.obstacle).toContain('use device=webgpu');
  });

  it('finds the libraries that the loader knows and those of LD_LIBRARY_PATH, and names the rest', async () => {
    const probe = machine({
      run: showing(
        'A, 1, 8.6',
        '\tlibcudart.so.11.0 (libc6,x86-64) => /usr/lib/libcudart.so.11.0\n\tlibcudnn.so.9 (x)\n',
      ),
      list: async (folder) => (folder === '/opt/cuda/lib64' ? ['libcublas.so.11', 'libcufft.so.11'] : []),
    });
    const { found, missing } = await tensorflowOutlook(probe, { LD_LIBRARY_PATH: '/nowhere:/opt/cuda/lib64:' });
    expect(found).toEqual(['libcudart.so.11.0', 'libcublas.so.11']);
    expect(missing).toEqual(expect.arrayContaining(['libcudnn.so.8', 'libcufft.so.10']));
  });

  it('looks along the Path of Windows, whatever the letters there', async () => {
    const probe = machine({
      platform: 'win32',
      run: showing('A, 1, 8.6'),
      list: async (folder) => (folder === 'C:\\CUDA\\bin' ? ['CUDART64_110.dll', 'cudnn64_8.dll'] : []),
    });
    const { found } = await tensorflowOutlook(probe, { Path: 'C:\\Windows;C:\\CUDA\\bin' });
    expect(found).toEqual(['cudart64_110.dll', 'cudnn64_8.dll']);
  });
});

/** A project whose npm does as it is told; the install script leaves these files. */
function project({ platform = 'linux' as NodeJS.Platform, installs = true, downloads = true, there = false }) {
  const folder = join('project', 'node_modules', gpuPackage);
  const files = new Map<string, string[]>();
  const run: string[][] = [];
  const copied: [string, string][] = [];
  let installed = there;
  const installer: Installer = {
    platform,
    packageFolder: () => (installed ? folder : null),
    async npm(words) {
      run.push([...words]);
      if (words[0] === 'install') {
        installed = installs;
        return installs ? 0 : 1;
      }
      if (!downloads) return 0;
      files.set(join(folder, 'deps', 'lib'), [platform === 'win32' ? 'tensorflow.dll' : 'libtensorflow.so.2.9.1']);
      // The library is staged for Node's N-API 10, the binding was built for 8.
      files.set(join(folder, 'lib'), ['napi-v10', 'napi-v8']);
      files.set(join(folder, 'lib', 'napi-v10'), platform === 'win32' ? ['tensorflow.dll'] : []);
      files.set(join(folder, 'lib', 'napi-v8'), ['tfjs_binding.node']);
      return 0;
    },
    list: async (path) => files.get(path) ?? [],
    async copy(from, to) {
      copied.push([from, to]);
    },
  };
  return { installer, run, copied, folder };
}

describe('installing TensorFlow.js', () => {
  it('brings the package, then its library', async () => {
    const { installer, run, copied } = project({});
    await installTensorflow(installer, 'project');
    expect(run).toEqual([
      ['install', '--no-save', '@tensorflow/tfjs-node-gpu@4.22.0'],
      ['run', 'install'],
    ]);
    expect(await installedNow(installer)).toMatchObject({ binding: true, library: true });
    expect(copied).toEqual([]);
  });

  it('downloads nothing twice', async () => {
    const { installer, run } = project({ there: true });
    await installTensorflow(installer, 'project');
    await installTensorflow(installer, 'project');
    expect(run).toEqual([['run', 'install']]);
  });

  it('puts the library beside the binding on Windows', async () => {
    const { installer, copied, folder } = project({ platform: 'win32', there: true });
    await installTensorflow(installer, 'project');
    const to = join(folder, 'lib', 'napi-v8', 'tensorflow.dll');
    expect(copied).toEqual([[join(folder, 'deps', 'lib', 'tensorflow.dll'), to]]);
  });

  it('says so when npm fails, and when the script ends well without its library', async () => {
    const noPackage = project({ installs: false });
    await expect(installTensorflow(noPackage.installer, 'project')).rejects.toThrow(/npm install .* failed/);
    const noLibrary = project({ downloads: false });
    await expect(installTensorflow(noLibrary.installer, 'project')).rejects.toThrow(/install script .* failed/);
  });
});

it('the report names the card, what is missing and what is installed', async () => {
  const outlook = await tensorflowOutlook(machine({ run: showing('NVIDIA A100, 535.1, 8.0') }), {});
  const text = report(outlook, { folder: '/x', binding: true, library: false });
  expect(text).toContain('NVIDIA A100, compute capability 8.0, driver 535.1: served');
  expect(text).toMatch(/^missing {2}libcudart\.so\.11\.0, /m);
  expect(text).toContain('is not there: npm run tensorflow downloads it');
});
