import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutants } from '../../mutants/mutants.ts';
import { type Address, findPlace, mistakesIn, readSources, replaced, sourcesOf } from '../../mutants/place.ts';

describe('a place', () => {
  const text = `
    const scale = 2;
    export function grown(all: number[]): number[] {
      // Twice as much of each.
      return all.map(
        (each) => (each * scale), // not more
      );
    }
    export const shrunk = (all: number[]) => all.map((each) => each / scale);
    const settings = { seed: 1, units: [...shrunk([4]), 7], title: 'a' };
    export class Sum {
      #total = 0;
      add(value: number): void {
        for (let i = 0; i < value; i++) this.#total += 1;
        if (value < 0) { this.#total = -value; return; }
      }
    }
  `;
  const sources = sourcesOf(new Map([['runner/a/sizes.ts', text]]));
  const mistaken = (address: Address, replacement: string): string => {
    const result = replaced(text, findPlace(sources, address), replacement);
    const before = text.split('\n');
    return result
      .split('\n')
      .filter((line) => !before.includes(line))
      .map((line) => line.trim())
      .join('\n');
  };

  it('is found by the code in a declaration, however it is broken into lines', () => {
    expect(findPlace(sources, { in: 'grown', find: 'all.map((each) => each * scale)' })).toMatchObject({
      file: 'runner/a/sizes.ts',
      line: 5,
    });
    expect(mistaken({ in: 'grown', find: 'each*scale' }, 'each')).toBe('(each) => (each), // not more');
  });

  it('may leave expressions and statements open, which the replacement uses', () => {
    expect(mistaken({ in: 'shrunk', find: '$a / $b' }, '$b / $a')).toContain('scale / each');
    expect(mistaken({ in: 'Sum', find: 'if ($a < 0) $then;' }, 'if ($a > 0) $then;')).toContain(
      'if (value > 0) { this.#total = -value; return; }',
    );
    expect(() => findPlace(sources, { in: 'shrunk', find: '$a / $a' })).toThrow('shrunk holds 0 times');
  });

  it('may be a property or an element, which takes its comma along when it goes', () => {
    expect(mistaken({ in: 'settings', find: 'seed: 1,' }, '')).toContain("{  units: [...shrunk([4]), 7], title: 'a' }");
    expect(mistaken({ in: 'settings', find: 'seed: 1,' }, 'seed: 2,')).toContain('{ seed: 2, units');
    expect(mistaken({ in: 'settings', find: '...shrunk([4]),' }, '')).toContain('units: [ 7]');
    expect(mistaken({ in: 'settings', find: 'title: "a",' }, "title: 'b',")).toContain("7], title: 'b'");
  });

  it('may be what a loop declares, or a negation but no other sign', () => {
    expect(mistaken({ in: 'add', find: 'let i = 0;' }, 'let i = 1;')).toContain('for (let i = 1; i < value; i++)');
    expect(mistaken({ in: 'add', find: '-value' }, 'value')).toContain('this.#total = value;');
    expect(() => findPlace(sources, { in: 'add', find: '!value' })).toThrow('add holds 0 times');
  });

  it('that is not there once is an error that names where the code stands', () => {
    expect(() => findPlace(sources, { in: 'settings', find: 'each * scale' })).toThrow(
      'settings holds 0 times, not once: each * scale\n  runner/a/sizes.ts:6',
    );
    expect(() => findPlace(sources, { in: 'gone', find: 'nothing(at, all)' })).toThrow('It stands nowhere else either');
    const twice = sourcesOf(new Map([...sources.files, ['runner/b/sizes.ts', text]]));
    expect(() => findPlace(twice, { in: 'grown', find: 'each * scale' })).toThrow(
      'grown holds 2 times, not once: each * scale\n  runner/a/sizes.ts:6\n  runner/b/sizes.ts:6',
    );
    expect(findPlace(twice, { in: 'grown', file: 'b/sizes.ts', find: 'each * scale' }).file).toBe('runner/b/sizes.ts');
  });

  it('is named by whole code', () => {
    expect(() => findPlace(sources, { in: 'grown', find: 'if (a' })).toThrow('neither an expression nor a property');
    expect(() => findPlace(sources, { in: 'grown', find: 'a(); b();' })).toThrow('not one piece of code');
  });
});

describe('the list of mutants', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const sources = readSources(root);

  it('is long, and no mistake stands in it twice', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(113);
    expect(new Set(mutants.map(({ about }) => about)).size).toBe(mutants.length);
  });

  it.each(mutants.map((mutant) => [mutant.about, mutant] as const))('has the place where %s', (_, mutant) => {
    const place = findPlace(sources, mutant);
    const text = sources.files.get(place.file) ?? '';
    const mistaken = replaced(text, place, mutant.replace);
    expect(mistaken).not.toBe(text);
    expect(mistakesIn(mistaken)).toEqual([]);
    for (const file of mutant.tests) expect(existsSync(`${root}/${file}`), file).toBe(true);
  });
});
