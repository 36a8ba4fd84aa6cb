/** The commands of a release, on a small project of their own: npm really packs it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../text/temporary-folder.ts';

const program = fileURLToPath(new URL('../../../build/release.ts', import.meta.url));
const { path: folder, write } = temporaryFolder();
const { path: elsewhere } = temporaryFolder();
const json = (file: string, value: object) => write(file, `${JSON.stringify(value, null, 2)}\n`);
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const run = (...words: string[]) => spawnSync(process.execPath, [program, ...words], { cwd: folder, encoding: 'utf8' });
const refused = (status: number, words: string) => ({ status, stderr: expect.stringContaining(words) });

beforeEach(() => {
  rmSync(folder, { recursive: true });
  write(
    'test.cjs',
    "const fs = require('fs'); fs.writeFileSync('tested', ''); process.exit(+fs.existsSync('broken'));",
  );
  const about = { name: 'rnn-atlas', version: '0.1.0' };
  json('package.json', { ...about, files: ['README.md'], scripts: { test: 'node test.cjs' } });
  json('models/package.json', { ...about, name: 'rnn-atlas-models' });
  json('package-lock.json', { ...about, lockfileVersion: 3, packages: { '': about } });
  write('CITATION.cff', 'version: 0.1.0\ndate-released: 2026-01-01\n');
  write('README.md', 'npm install rnn-atlas-0.1.0.tgz rnn-atlas-models-0.1.0.tgz\n');
  write('docs/program.md', '`rnn-atlas-0.1.0.tgz`\n');
  write('CHANGELOG.md', '# Changelog\n\n## 0.2.0, not yet released\n\n- New.\n\n## 0.1.0, 2026-01-01\n\n- First.\n');
});

describe('release:check', () => {
  it('runs the tests, packs both packages and writes their checksums and what is new, in place of those before', () => {
    const files = ['NOTES.md', 'SHA256SUMS', 'rnn-atlas-0.1.0.tgz', 'rnn-atlas-models-0.1.0.tgz'];
    for (const name of [...files, 'rnn-atlas-0.0.9.tgz']) write(`release/${name}`, 'before');
    expect(run('check')).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(join(folder, 'tested'))).toBe(true);
    expect(readdirSync(join(folder, 'release')).sort()).toEqual(files);
    const sums = files.slice(2).map((name) => {
      const bytes = readFileSync(join(folder, 'release', name));
      return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
    });
    expect(read('release/SHA256SUMS')).toBe(sums.join(''));
    expect(read('release/NOTES.md')).toBe('- First.\n');
    const archive = join(folder, 'release/rnn-atlas-models-0.1.0.tgz');
    const inside = execFileSync('tar', ['-xzOf', archive, 'package/package.json']);
    expect(JSON.parse(inside.toString())).toMatchObject({ name: 'rnn-atlas-models', version: '0.1.0' });
  });

  it('packs nothing when the tests fail, the tag is another, or the changelog has no date for it', () => {
    write('broken', '');
    expect(run('check')).toMatchObject(refused(1, 'nothing was packed'));
    expect(run('check', 'tag=v0.2.0', 'tests=false').stderr).toContain('The tag is v0.2.0 and the version 0.1.0');
    write('CHANGELOG.md', '## 0.1.0, not yet released\n\n- New.\n');
    expect(run('check', 'tag=v0.1.0', 'tests=false').stderr).toContain('npm run release:version 0.1.0');
    expect(existsSync(join(folder, 'release'))).toBe(false);
    expect(run('check', 'tests=false').stdout).toContain('not yet dated');
  });

  it('leaves a folder alone that holds something else, and refuses words that it does not know', () => {
    write('mine/letter.txt', '');
    expect(run('check', 'tests=false', 'into=mine')).toMatchObject(refused(1, 'letter.txt'));
    expect(readdirSync(join(folder, 'mine'))).toEqual(['letter.txt']);
    expect(run('check', 'test=false')).toMatchObject(refused(2, '"test" is none of'));
    expect([run('publish').status, run('version').status]).toEqual([2, 2]);
  });
});

it('release:version writes one that release:check then takes for its tag, into a folder elsewhere too', () => {
  expect(run('version', '0.2.0', 'date=2026-05-06')).toMatchObject({ status: 0, stderr: '' });
  expect(read('CHANGELOG.md')).toContain('## 0.2.0, 2026-05-06\n\n- New.');
  expect(run('check', 'tag=v0.2.0', 'tests=false', `into=${elsewhere}`)).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(elsewhere)).toContain('rnn-atlas-0.2.0.tgz');
  expect(readFileSync(join(elsewhere, 'NOTES.md'), 'utf8')).toBe('- New.\n');
  expect(run('version', '0.3.0')).toMatchObject(refused(1, 'nothing to release'));
  expect(read('package.json')).toContain('"version": "0.2.0"');
});
