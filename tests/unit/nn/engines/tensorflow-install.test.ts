/** `npm run tensorflow` in a project whose npm is a script that leaves the files of an install. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { installTensorflow } from '../../../../runner/cli/commands/tensorflow.ts';
import { gpuPackage } from '../../../../runner/nn/engines/tensorflow/load.ts';

const folders: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** @param downloads the library that the package's install script brings; null: none, though the script ends well. */
function project({ installs = true, downloads = 'libtensorflow.so.2.9.1' as string | null }) {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-tensorflow-'));
  folders.push(folder);
  const installed = join(folder, 'node_modules', gpuPackage);
  const write = (path: string) => `mkdirSync(${JSON.stringify(dirname(path))}, { recursive: true });
    writeFileSync(${JSON.stringify(path)}, '{}');`;
  // The library is staged for Node's N-API 10, the binding was built for 8.
  const files = ['lib/napi-v10/other', 'lib/napi-v8/tfjs_binding.node', `deps/lib/${downloads}`];
  writeFileSync(
    join(folder, 'npm.mjs'),
    `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
    const words = process.argv.slice(2).join(' ');
    appendFileSync(${JSON.stringify(join(folder, 'npm.log'))}, words + '\\n');
    if (words.startsWith('install')) { ${installs ? write(join(installed, 'package.json')) : 'process.exit(1);'} }
    else { ${downloads === null ? '' : files.map((file) => write(join(installed, file))).join('\n')} }`,
  );
  writeFileSync(join(folder, 'package.json'), '{}');
  vi.stubEnv('npm_execpath', join(folder, 'npm.mjs'));
  return { folder, installed, run: () => readFileSync(join(folder, 'npm.log'), 'utf8').trim().split('\n') };
}

describe('installing TensorFlow.js', () => {
  it('brings the package, then its library, and downloads nothing twice', async () => {
    const { folder, run } = project({});
    await installTensorflow(folder);
    await installTensorflow(folder);
    expect(run()).toEqual(['install --no-save @tensorflow/tfjs-node-gpu@4.22.0', 'run install']);
  });

  it('puts the library of Windows beside the binding', async () => {
    const { folder, installed } = project({ downloads: 'tensorflow.dll' });
    await installTensorflow(folder);
    expect(existsSync(join(installed, 'lib', 'napi-v8', 'tensorflow.dll'))).toBe(true);
    expect(existsSync(join(installed, 'lib', 'napi-v10', 'tensorflow.dll'))).toBe(false);
  });

  it('says so when npm fails, and when the script ends well without its library', async () => {
    await expect(installTensorflow(project({ installs: false }).folder)).rejects.toThrow(/npm install .* failed/);
    await expect(installTensorflow(project({ downloads: null }).folder)).rejects.toThrow(/install script .* failed/);
  });
});
