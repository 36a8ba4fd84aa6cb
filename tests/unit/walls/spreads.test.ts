import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** A literal that is spread into another: `...{ a, b }` and `...[1, 2]`, not `...[1, 2].map(...)` or a parameter. */
const spreadLiteral = /\.\.\.(?:\{|\[[^[\]]*\](?=\s*[,)\]}])(?!\)\s*=>))/;

it('nothing is grouped by spreading a literal into a literal', () => {
  const files = globSync(['runner/**/*.ts', 'site/**/*.{ts,astro}', 'tests/**/*.ts', 'build/**/*.ts']);
  expect(files.length).toBeGreaterThan(500);
  const grouped = files.filter(
    (file) => !file.endsWith('spreads.test.ts') && spreadLiteral.test(readFileSync(file, 'utf8')),
  );
  expect(grouped).toEqual([]);
});
