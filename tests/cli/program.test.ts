/** The package as programs use it: the documentation's example, and `observe` with what it needs. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { packageProgram } from '../../runner/commands/program.ts';
import { start } from './command.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const elsewhere = mkdtempSync(join(tmpdir(), 'rnn-atlas-program-'));
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

/** The first block of code of a section of docs/program.md. */
function example(section: string): string {
  const page = readFileSync(join(project, 'docs/program.md'), 'utf8');
  const [, text = ''] = page.split(`\n## ${section}\n`);
  const [, code] = /```ts\n(.*?)```/s.exec(text) ?? [];
  if (code === undefined) throw new Error(`docs/program.md has no code under ${section}`);
  return code;
}

/** A project with the package installed as `npm install <path>` does: a link. */
function write(code: string): string {
  mkdirSync(join(elsewhere, 'node_modules'), { recursive: true });
  rmSync(join(elsewhere, 'node_modules/rnn-atlas'), { force: true });
  symlinkSync(project, join(elsewhere, 'node_modules/rnn-atlas'), 'junction');
  writeFileSync(join(elsewhere, 'package.json'), '{"type":"module"}');
  const file = join(elsewhere, 'look.ts');
  writeFileSync(file, code);
  return file;
}

const said = /^27 tokens, perplexity 11\.\d a token\nat sentence ends neuron \d+ stands out\n$/;

it("the documentation's example runs in the project's folder", async () => {
  const words = ['--input-type=module-typescript', '--eval', example('An example')];
  const { code, stdout, stderr } = await start(process.execPath, words, project).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(said);
});

it('and in another project that links to it', async () => {
  const { code, stdout, stderr } = await start(process.execPath, [write(example('An example'))], project).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(said);
});

it('and is typed there', async () => {
  const options = '--noEmit --strict --module nodenext --target esnext --lib esnext,dom --allowImportingTsExtensions';
  const types = ['--types', 'node', '--typeRoots', join(project, 'node_modules/@types')];
  const words = [packageProgram('typescript-native', 'tsc'), ...options.split(' '), '--skipLibCheck', ...types];
  const wrong = example('An example').replace('architecture', 'arkitecture');
  for (const [code, says] of [
    [example('An example'), /^$/],
    [wrong, /Property 'arkitecture' does not exist/],
  ] as const) {
    const { stdout } = await start(process.execPath, [...words, write(code)], elsewhere).ended;
    expect(stdout).toMatch(says);
  }
});

it('observe gives what observeText gives', async () => {
  const code = `
import { chooseEngine, loadCheckpoint, memorySink, observe, observeText, tokenize, Vocabulary } from 'rnn-atlas';
const checkpoint = await loadCheckpoint('tests/fixtures/reference/lstm');
const text = checkpoint.vocabulary.slice(1, 9).join('');
const { ids } = new Vocabulary(checkpoint.vocabulary).encode(tokenize(text, checkpoint.unit));
const sink = memorySink(ids.length, checkpoint.architecture.units);
const engine = await chooseEngine({ device: 'cpu' });
const { nll } = await observe({ engine, checkpoint, ids, segments: [[0, ids.length]], sink });
const other = await observeText(checkpoint, text);
const equal = (a?: Float32Array, b?: Float32Array) => a !== undefined && b !== undefined && Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
console.log(ids.length > 3, equal(nll, other.nll), [...sink.arrays].every(([name, values]) => equal(values, other.arrays.get(name))));
`;
  const { stdout, stderr } = await start(process.execPath, [write(code)], project).ended;
  expect({ stdout, stderr }).toEqual({ stdout: 'true true true\n', stderr: '' });
});
