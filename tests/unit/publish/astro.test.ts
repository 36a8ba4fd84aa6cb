import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkNativeParts } from '../../../runner/publish/astro.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function install(name: string, more: object = {}): void {
  const own = join(folder, 'node_modules', name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), JSON.stringify({ name, main: 'index.js', ...more }));
  writeFileSync(join(own, 'index.js'), '');
}

const check = () => checkNativeParts(join(folder, 'program.ts'));

describe('the parts of the bundler that are made for each system', () => {
  it('are there in this clone', () => {
    expect(() => checkNativeParts()).not.toThrow();
  });

  it('are missed where none is installed, and one is enough', () => {
    install('astro');
    install('vite');
    expect(check).not.toThrow();
    install('rolldown', { optionalDependencies: { '@bundler/one-system': '1', '@bundler/another': '1' } });
    expect(check).toThrow(/not installed.*without --omit=optional/s);
    install('@bundler/another');
    expect(check).not.toThrow();
  });
});
