import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { expect, it } from 'vitest';
import { mutants } from '../mutants.ts';

it('the mutants are some, and no mistake stands among them twice', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(36);
  expect(new Set(mutants.map(({ about }) => about)).size).toBe(mutants.length);
});

it.each(mutants)('there is the place where $about', ({ file, tests, mistaken }) => {
  const sound = readFileSync(file, 'utf8');
  expect(mistaken(sound)).not.toBe(sound);
  // It still is a program.
  expect(() => stripTypeScriptTypes(mistaken(sound))).not.toThrow();
  expect(existsSync(tests), tests).toBe(true);
});
