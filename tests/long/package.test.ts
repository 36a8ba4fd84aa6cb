/** The package as npm packs it, in an empty folder: what is in it, and that its commands work there and write nothing into it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { workFolder } from '../cli/command.ts';
import { prose } from '../cli/texts.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const folder = workFolder();
const installed = folder.at('node_modules/rnn-atlas');

interface Packed {
  filename: string;
  size: number;
  files: { path: string; size: number }[];
}
let packed: Packed;

const run = (program: string, words: readonly string[], cwd = folder.path) =>
  spawnSync(program, words, { cwd, encoding: 'utf8', shell: program === 'npm' && process.platform === 'win32' });
/** The installed command in the folder. */
const atlas = (...words: string[]) => run(process.execPath, [join(installed, 'runner/start.mjs'), ...words]);

/** Astro numbers a typeface by the path of its file, and the files lie beside the build. */
const withoutFontNumbers = (page: string): string =>
  page.replaceAll(/((?:Source Serif 4|Inter)[\w ]*-)[0-9a-f]{16}/g, '$1');

const filesBelow = (path: string): string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => `${name} ${statSync(join(path, name)).mtimeMs}`)
    .sort();

beforeAll(() => {
  const npm = run('npm', ['pack', '--json', '--pack-destination', folder.path], project);
  expect(npm.status, npm.stderr).toBe(0);
  [packed] = JSON.parse(npm.stdout.slice(npm.stdout.indexOf('['))) as [Packed];
  mkdirSync(installed, { recursive: true });
  expect(run('tar', ['xzf', packed.filename, '-C', installed, '--strip-components=1']).status).toBe(0);
  for (const name of readdirSync(join(project, 'node_modules')).filter((each) => !each.startsWith('.'))) {
    symlinkSync(join(project, 'node_modules', name), folder.at('node_modules', name), 'junction');
  }
  folder.write('package.json', '{"private":true,"type":"module"}');
  // No two are nearly the same: such are passed over.
  const documents = Array.from({ length: 40 }, (_, index) => prose(8, index).trimEnd());
  folder.write('tiny.txt', documents.join('\n\n'));
  const settings = {
    title: 'A tiny question',
    corpus: { source: 'tiny.txt', minimumCount: 1, heldOut: 0.3, validation: 0.3 },
    model: { units: 8, embedding: { size: 8 } },
    train: { epochs: 1, batch: 4, window: 8 },
    sample: { length: 20 },
    observe: { documents: 4, segment: 32, warmUp: 4 },
    features: [{ name: 'sentence end', match: '[.]' }],
    evidence: 'none',
  };
  folder.write('tiny.yaml', stringify(settings));
  folder.write('tiny.mdx', 'A write-up of **mine**.\n');
  folder.write('site.yaml', 'title: My atlas\nauthor: Ada Lovelace\n');
}, 600_000);

describe('the package', () => {
  it('weighs little, and holds compiled files with types and source maps, and no model', () => {
    expect(packed.size).toBeLessThan(25e6);
    const names = packed.files.map(({ path }) => path);
    const some = ['runner/index.js', 'runner/index.d.ts', 'runner/index.js.map', 'site/pages/index.astro'];
    for (const name of some) expect(names).toContain(`lib/${name}`);
    expect(names.filter((name) => /\.ts$/.test(name) && !name.endsWith('.d.ts'))).toEqual([]);
    expect(names.filter((name) => /^(models|tests|experiments|public)\//.test(name))).toEqual([]);
  });

  it('names no source map that is not there', () => {
    const names = new Set(packed.files.map(({ path }) => path));
    const maps = [...names].flatMap((name) => {
      const text = name.endsWith('.js') ? readFileSync(join(installed, name), 'utf8') : '';
      const [, map] = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(text) ?? [];
      return map === undefined ? [] : [posix.join(posix.dirname(name), decodeURIComponent(map))];
    });
    expect(maps).toContain('lib/runner/index.js.map');
    expect(maps.filter((map) => !names.has(map))).toEqual([]);
  });

  it('has a README of its own, and leaves that of the project where it was', () => {
    const own = readFileSync(join(project, 'build/README.md'), 'utf8');
    expect(readFileSync(join(installed, 'README.md'), 'utf8')).toBe(own);
    expect(own).not.toMatch(/npm (run|ci|test)/);
    expect(readFileSync(join(project, 'README.md'), 'utf8')).toContain('In a fresh clone');
  });

  it('names its version, its commands as they are typed, and what it does not know', () => {
    const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    expect(atlas('--version').stdout).toBe(`${version}\n`);
    expect(atlas('--help').stdout).toMatch(/npx rnn-atlas experiment/);
    expect(atlas('--help').stdout).not.toMatch(/npm (run|test)|rnn-atlas (check|bench|test) /);
    expect(atlas('experiment', '--help').stdout).toMatch(/^npx rnn-atlas experiment <manifest>/);
    expect(atlas('publish:check', 'help').stdout).toMatch(/^npx rnn-atlas publish-check/);
    expect(atlas('chekc')).toMatchObject({ status: 2, stderr: expect.stringContaining('There is no command "chekc"') });
  });

  it('opens a model for a program, with types', () => {
    const model = join(project, 'tests/fixtures/reference/lstm');
    folder.write(
      'open.ts',
      `import { open, type Reading } from 'rnn-atlas';
const model = await open(${JSON.stringify(model)});
const reading: Reading = await model.read('the cat', { clamp: { 'hidden.1': { 3: 0.5 } } });
const width: number = reading.component('hidden.1').width;
console.log(width, reading.neuron('hidden.1', 3)[1]);
await model.close();
`,
    );
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'esnext'];
    const tsc = join(project, 'node_modules/typescript/bin/tsc');
    expect(run(process.execPath, [tsc, ...options, '--types', 'node', 'open.ts']).stdout).toBe('');
    expect(run(process.execPath, ['open.ts'])).toMatchObject({ stdout: '10 0.5\n', stderr: '' });
  });

  it('runs an experiment and builds its page, and writes nothing into itself', () => {
    const before = filesBelow(installed);
    const ended = atlas('experiment', 'tiny.yaml');
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stdout).toContain('Look at it: npx rnn-atlas site');
    folder.write('experiments/tiny.mdx', '---\nauthor: A\n---\n\nText.\n\n<Highlight feature="gone" />\n');
    const wrong =
      /^\S.*tiny\.mdx:7: <Highlight feature="gone">: this experiment has no feature "gone"; it has .*\[site-not-built\]\n$/;
    expect(atlas('build')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(wrong) });
    folder.write('experiments/tiny.mdx', 'Text.\n');
    const build = (...words: string[]) => {
      const built = atlas('build', 'base=/past/', 'site=https://ada.example', ...words);
      expect(built.status, built.stdout + built.stderr).toBe(0);
    };
    build();
    const page = folder.read('dist/experiments/tiny/index.html');
    // Where no packages are found.
    const elsewhere = workFolder();
    build(`to=${elsewhere.path}`);
    expect(withoutFontNumbers(elsewhere.read('experiments/tiny/index.html'))).toBe(withoutFontNumbers(page));
    expect(page).toContain('My atlas');
    expect(page).toContain('npx rnn-atlas experiment tiny.yaml');
    expect(page).not.toContain(folder.path);
    expect(folder.read('dist/experiments/tiny/citation.bib')).toContain('Ada Lovelace');
    expect(folder.has('dist/favicon.svg')).toBe(true);
    expect(filesBelow(installed)).toEqual(before);
  }, 600_000);

  it('installs small without what the site and ONNX Runtime need: it reads, and says what is missing where that is asked for', () => {
    const small = workFolder();
    small.write('package.json', '{"private":true,"type":"module"}');
    const asked = ['--omit=optional', '--ignore-scripts', '--prefer-offline', folder.at(packed.filename)];
    const npm = run('npm', ['install', ...asked], small.path);
    expect(npm.status, npm.stderr).toBe(0);
    const names = readdirSync(small.at('node_modules'), { recursive: true, encoding: 'utf8' });
    const sizes = names.map((name) => statSync(small.at('node_modules', name))).filter((each) => each.isFile());
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(150e6);
    small.write(
      'read.ts',
      `import { readFile } from 'node:fs/promises';
import { open } from 'rnn-atlas';
import { open as openBytes } from 'rnn-atlas/read';
const path = ${JSON.stringify(join(project, 'tests/fixtures/reference/lstm'))};
const [model, weights] = await Promise.all(['model.json', 'weights.safetensors'].map((name) => readFile(path + '/' + name)));
const models = [await open(path), await openBytes({ model: new Uint8Array(model), weights: new Uint8Array(weights) })];
for (const each of models) console.log((await each.read('the cat', { clamp: { 'hidden.1': { 3: 0.5 } } })).nll.join());
await open(path, { engine: 'onnx' }).catch(({ code }) => console.log(code));
`,
    );
    const { stdout, stderr } = run(process.execPath, ['read.ts'], small.path);
    const [first, second, refused] = stdout.split('\n');
    expect([second, refused], stderr).toEqual([first, 'not-installed']);
    const build = run(process.execPath, [small.at('node_modules/rnn-atlas/runner/start.mjs'), 'build'], small.path);
    expect(build).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/package .* is not installed.*\[not-installed\]/),
    });
  }, 600_000);

  it('says where a model is to be had that it does not bring', () => {
    const ended = atlas('experiment', 'tiny.yaml', 'model.checkpoint=models/stories-lstm', 'model.units=672');
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/There is no model models\/stories-lstm.*package of their own, rnn-atlas-models/);
  });
});
