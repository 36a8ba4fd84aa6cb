import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  agreedVersion,
  changelog,
  released,
  releaseFiles,
  sectionOf,
  type Texts,
  toldVersions,
} from '../../../build/release/versions.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const texts: Texts = Object.fromEntries(releaseFiles.map((file) => [file, readFileSync(join(project, file), 'utf8')]));
const current: string = JSON.parse(texts['package.json'] ?? '').version;
const waiting = (heading = '## 0.9.0, not yet released'): Texts => ({
  ...texts,
  [changelog]: `# Changelog\n\n${heading}\n\n- One.\n\n## ${current}, 2026-01-02\n\n- Old.\n`,
});

describe('the version', () => {
  it('is the same wherever this project tells it, and its changelog speaks of it', () => {
    expect(agreedVersion(texts)).toBe(current);
    expect(sectionOf(texts[changelog] ?? '', current)?.notes).toMatch(/\w/);
  });

  it('is written wherever it stands, with its date, and nothing else', () => {
    const after = released(waiting(), { version: '1.2.3-rc.1', date: '2027-02-03' });
    const json = (file: string) => JSON.parse(after[file] ?? '');
    const lock = json('package-lock.json');
    const told = [json('package.json'), json('models/package.json'), lock, lock.packages['']];
    expect(told.map(({ version }) => version)).toEqual(Array(4).fill('1.2.3-rc.1'));
    const citation = parse(after['CITATION.cff'] ?? '', { schema: 'failsafe' });
    expect(citation).toMatchObject({ version: '1.2.3-rc.1', 'date-released': '2027-02-03' });
    for (const file of ['README.md', 'docs/program.md']) {
      expect(after[file]).toContain('rnn-atlas-1.2.3-rc.1.tgz');
      expect(after[file]).not.toContain(`rnn-atlas-${current}.tgz`);
    }
    expect(after[changelog]).toContain('## 1.2.3-rc.1, 2027-02-03\n\n- One.');
    expect(after[changelog]).toContain(`## ${current}, 2026-01-02`);
    // Back again, only the date and the heading are others.
    const back = released({ ...after, [changelog]: texts[changelog] ?? '' }, { version: current, date: '2027-02-03' });
    for (const file of releaseFiles.filter((each) => each !== changelog && each !== 'CITATION.cff'))
      expect(back[file], file).toBe(texts[file]);
    expect(lock.packages['node_modules/astro']).toEqual(
      JSON.parse(texts['package-lock.json'] ?? '').packages['node_modules/astro'],
    );
  });

  it.each([
    ['v1.2', '2027-02-03', undefined, '"v1.2" is no version'],
    ['1.2.3', '3 Feb', undefined, '"3 Feb" is no date'],
    ['1.2.3', '2027-13-03', undefined, 'is no date'],
    ['1.2.3', '2027-02-03', '## 0.9.0, 2026-03-04', 'nothing to release'],
  ])('is refused where it is none, or nothing waits to be released: %s of %s', (version, date, heading, words) => {
    expect(() => released(waiting(heading), { version, date })).toThrow(words);
  });

  it('that two places tell differently is named with both', () => {
    const other = { ...texts, 'models/package.json': '{\n  "version": "7.7.7"\n}\n' };
    expect(() => agreedVersion(other)).toThrow(`package.json says ${current} and models/package.json says 7.7.7`);
    expect(() => toldVersions({ ...texts, 'README.md': 'none' })).toThrow('README.md tells no version');
  });
});

it('the changelog’s words on a version are those under its heading', () => {
  const text = '# Changelog\n\nWords.\n\n## 0.2.0, not yet released\n\n### A\n- One.\n\n## 0.1.0, 2026-01-02\n- Two.\n';
  expect(sectionOf(text, '0.2.0')).toEqual({ dated: false, notes: '### A\n- One.' });
  expect(sectionOf(text, '0.1.0')).toEqual({ dated: true, notes: '- Two.' });
  expect(sectionOf(text, '0.1')).toBeNull();
});
