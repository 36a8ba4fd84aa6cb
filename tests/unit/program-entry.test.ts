import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { asCompiled } from '../../build/compiled-paths.ts';
import * as program from '../../program.mjs';
import { asTyped } from '../../runner/core/installation.ts';
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

  it('is typed so in an error too, whoever hears it', async () => {
    const compiled = mkdtempSync(join(tmpdir(), 'rnn-atlas-compiled-'));
    onTestFinished(() => rmSync(compiled, { recursive: true, force: true }));
    writeFileSync(join(compiled, 'package.json'), '{"type":"module"}');
    for (const file of globSync('runner/core/**/*.ts')) {
      const to = join(compiled, file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, asCompiled(stripTypeScriptTypes(readFileSync(file, 'utf8'))));
    }
    const packaged = (file: string) => import(/* @vite-ignore */ pathToFileURL(join(compiled, 'runner', file)).href);
    const said = async ({ InputError }: Pick<typeof library, 'InputError'>) =>
      new InputError('unknown-run', { what: 'There is no run "a"' }).message;
    expect(await said(await packaged('core/errors.js'))).toContain('npx rnn-atlas runs lists them');
    expect(await said(library)).toContain('npm run runs lists them');
  });
});
