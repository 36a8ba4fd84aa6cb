/** The small mistakes of mutants.yaml, each with how it is made. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const golden = 'tests/cli/golden.test.ts';

type Mistake = readonly [code: string, instead: string, tests?: string];

const byFile: Readonly<Record<string, Readonly<Record<string, Mistake>>>> = parse(
  readFileSync(new URL('mutants.yaml', import.meta.url), 'utf8'),
);

export const mutants = Object.entries(byFile).flatMap(([file, mistakes]) =>
  Object.entries(mistakes).map(([about, [code, instead, tests = golden]]) => ({
    about,
    file,
    tests,
    /** @throws where the code does not stand there once. @returns the file's text with the mistake. */
    mistaken(text: string): string {
      const parts = text.split(code);
      if (parts.length !== 2) throw new Error(`${file} holds this ${parts.length - 1} times, not once: ${code}`);
      return parts.join(instead);
    },
  })),
);
