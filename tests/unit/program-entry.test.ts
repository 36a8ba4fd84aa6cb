import { describe, expect, it } from 'vitest';
import { asCompiled } from '../../build/compiled-paths.ts';
import * as program from '../../program.mjs';
import { asTyped } from '../../runner/core/place.ts';
import * as library from '../../runner/index.ts';

it('a program gets from the package what runner/index.ts exports', () => {
  expect(Object.keys(program).sort()).toEqual(Object.keys(library).sort());
  expect(program.auc).toBe(library.auc);
});

describe('in a compiled file', () => {
  it.each([
    ["import { a } from './b.ts';", "import { a } from './b.js';"],
    ["import {\n  a,\n} from '../c/b.ts';", "import {\n  a,\n} from '../c/b.js';"],
    ["<script>import '../browser/b.ts';</script>", "<script>import '../browser/b.js';</script>"],
    ['const a = await import("./b.ts");', 'const a = await import("./b.js");'],
    ["new URL('./b-worker.ts', import.meta.url)", "new URL('./b-worker.js', import.meta.url)"],
    ['/// <reference path="./b.d.ts" />', '/// <reference path="./b.d.ts" />'],
    ["import './b.d.ts';", "import './b.d.ts';"],
    ["throw new Error('look into ./b.ts')", "throw new Error('look into ./b.ts')"],
    ["import { a } from 'package/b.ts';", "import { a } from 'package/b.ts';"],
  ])('%s', (before, after) => {
    expect(asCompiled(before)).toBe(after);
    expect(asCompiled(before).length).toBe(before.length);
  });
});

describe('a command', () => {
  it('is typed as in the package there, and in a clone as there', () => {
    const text = 'Run npm run publish:check, or npm run evidence a; npm run test:long is of the clone';
    expect(asTyped(text, true)).toBe(
      'Run npx rnn-atlas publish-check, or npx rnn-atlas evidence a; npm run test:long is of the clone',
    );
    expect(asTyped(text, false)).toBe(text);
    expect(asTyped(text)).toBe(text);
  });
});
