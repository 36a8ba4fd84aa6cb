/**
 * A new cell, a new kind of feature and a new finding are each one file and its name in the registry, as CONTRIBUTING.md says:
 * in a copy of the program they are added that way, and the real command trains, reads, marks, finds and publishes with them.
 */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Claim, Evidence } from '../../runner/experiment/results/evidence-schema.ts';
import type { readResult } from '../../runner/experiment/results/read.ts';
import { programCopy } from '../program-copy.ts';
import { start, workFolder } from './command.ts';
import { manifest, prose } from './texts.ts';

const copy = programCopy();
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Replaces what stands in a file of the copy exactly once. */
function edit(file: string, find: string, replace: string): void {
  const path = join(copy, file);
  const pieces = readFileSync(path, 'utf8').split(find);
  expect(pieces, `${file} holds once: ${find}`).toHaveLength(2);
  writeFileSync(path, pieces.join(replace));
}

/** Names a file in a registry, behind what stands there. */
function add(registry: string, name: string, behind: string, folder = './'): void {
  edit(registry, behind, `${behind}\n  ${name},`);
  const path = join(copy, registry);
  writeFileSync(path, `import { ${name} } from '${folder}${name}.ts';\n${readFileSync(path, 'utf8')}`);
}

/** The update-gate network of Collins, Sohl-Dickstein & Sussillo 2017: one gate mixes the old state with the new. */
const cell = `
import { blocksOf, type Cell, gate, squashed } from './cell.ts';

export const ugrnn = {
  label: 'UGRNN',
  about: 'One gate mixes the old state with the new.',
  pytorch: null,
  components: {
    update: { name: 'update gate', symbol: 'z', range: gate, formula: 'z = σ(W_z x + U_z h′ + b_z)' },
    candidate: { name: 'candidate', symbol: 'n', range: squashed, formula: 'n = tanh(W_n x + U_n h′ + b_n)' },
    hidden: { name: 'hidden state', symbol: 'h', range: squashed, formula: 'h = z ⊙ h′ + (1 − z) ⊙ n' },
  },
  defaultComponent: 'hidden',
  forward({ ops, affine, state, tap }) {
    const [z, n] = blocksOf(ops, ops.add(affine('ih', 2), affine('hh', 2, state('hidden'))), 2);
    const update = tap('update', ops.sigmoid(z));
    const candidate = tap('candidate', ops.tanh(n));
    const kept = ops.mul(update, ops.sub(state('hidden'), candidate));
    return { hidden: tap('hidden', ops.add(candidate, kept)) };
  },
} as const satisfies Cell;
`;

/** Words that begin with one of these letters. */
const kind = `
import { z } from 'zod';
import { featureKind } from '../kind.ts';

const resolved = z.strictObject({ initial: z.string() });

export const initial = featureKind({
  keys: { initial: z.string().min(1).describe('Words that begin with one of these letters') },
  resolved,
  parse: (written) => written,
  ofWords: true,
  mark: ({ initial: letters }, words) => Uint8Array.from(words, (word) => Number(letters.includes(word.charAt(0)))),
  describe: ({ initial: letters }) => \`words that begin with one of \${letters}\`,
  says: ({ initial: letters }) => \`the word begins with one of \${letters}\`,
  decidedByToken: () => true,
  referenceClass: () => 'words',
});
`;

it('a cell and a kind of feature, each added in one file and one line, go all the way from manifest to result', async () => {
  writeFileSync(join(copy, 'runner/nn/models/cells/ugrnn.ts'), cell);
  add('runner/nn/models/cells/cells.ts', 'ugrnn', 'const registry = {');
  writeFileSync(join(copy, 'runner/text/labels/kinds/initial.ts'), kind);
  add('runner/text/labels/features.ts', 'initial', 'const kinds = {', './kinds/');
  const folder = workFolder();
  folder.write('text.txt', prose(400));
  folder.write(
    'toy.yaml',
    manifest({
      model: { cell: 'ugrnn', units: 12, embedding: { size: 4 } },
      train: { epochs: 3, batch: 8, window: 8 },
      features: [{ name: 'c or d', initial: 'cd' }],
      evidence: 'none',
    }),
  );
  const words = [join(copy, 'runner/start.mjs'), 'experiment', 'toy.yaml'];
  const { code, stderr } = await start(process.execPath, words, folder.path).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const text = folder.read('public/results/toy/result.json');
  const { model, record, texts, learningCurve, features } = JSON.parse(text) as Awaited<ReturnType<typeof readResult>>;
  expect(model.cell).toBe('ugrnn');
  expect(record.component).toBe('hidden');
  const components = texts.observed.sidecars.map(({ component }) => component);
  expect(components.toSorted()).toEqual(['candidate', 'hidden', 'update']);
  // Only its way forward was written: the derivatives that training took are those of small changes.
  const check = `import { largestDifference } from './tests/unit/nn/engines/finite-differences.ts';
console.log(JSON.stringify(await largestDifference({ cell: 'ugrnn', layers: 2 })));`;
  const typed = ['--input-type=module-typescript', '--eval', check];
  const gradients = await start(process.execPath, typed, copy).ended;
  expect(gradients).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(gradients.stdout).difference).toBeLessThan(2e-6);
  const losses = learningCurve?.epochs.map(({ validationLoss }) => validationLoss) ?? [];
  expect(losses.at(-1)).toBeLessThan(losses[0] ?? Number.NaN);
  const marked = texts.observed.tokens.flatMap((token, t) => (/^[cd]/.test(token) ? [t] : []));
  expect(marked.length).toBeGreaterThan(0);
  expect(features).toMatchObject([
    { name: 'c or d', description: 'words that begin with one of cd', positions: { observed: marked } },
  ]);
  // h = z h' + (1 - z) n at every token, from what was recorded.
  const [z, n, h] = ['update.1', 'candidate.1', 'hidden.1'].map((name) => folder.array('toy', name).data);
  const { data: segments } = folder.array('toy', 'segments');
  const starts = new Set([...segments].filter((_, index) => index % 2 === 0));
  h?.forEach((value, at) => {
    const before = starts.has(Math.floor(at / 12)) ? 0 : (h[at - 12] ?? Number.NaN);
    const [gate, candidate] = [z?.[at] ?? Number.NaN, n?.[at] ?? Number.NaN];
    expect(Math.abs(value - (gate * before + (1 - gate) * candidate))).toBeLessThan(1e-5);
  });
});

/** How often a claimed neuron is above a level, over the scored tokens of both halves. */
const finding = `
import { z } from 'zod';
import { item } from '../../core/at.ts';
import { halfNames } from './bench.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';

const criteria = { level: 0 } as const;

export const above = finding({
  name: 'above',
  title: 'counting tokens above the level',
  published: 'claim',
  criteria,
  inputs: [choice],
  reads: [],
  schema: z.array(z.number().nullable()),
  async compute({ bench: { input }, found }) {
    return found.choice.claims.map(({ neuron }) => {
      const values = halfNames.flatMap((half) => [...item(input.activations[half], neuron)]);
      return values.filter((value) => value > criteria.level).length / values.length;
    });
  },
});
`;

it('a finding, added in one file and one line, is computed, kept and published; with another criterion it is computed again', async () => {
  writeFileSync(join(copy, 'runner/analysis/findings/above.ts'), finding);
  add('runner/analysis/findings/findings.ts', 'above', '  choice,');
  const folder = workFolder();
  folder.write('text.txt', prose(400));
  const record = { component: 'candidate' };
  folder.write('counted.yaml', manifest({ evidence: 'quick', record }));
  const experiment = async () => {
    const words = [join(copy, 'runner/start.mjs'), 'experiment', 'counted.yaml'];
    const { code, stderr } = await start(process.execPath, words, folder.path).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { claims } = JSON.parse(folder.read('public/results/counted/claims.json')) as Evidence;
    const [, found = ''] = folder.read('runs/counted/evidence/above.json').split('\n');
    return { claims: claims as (Claim & { above: number })[], kept: JSON.parse(found) as number[] };
  };
  /** From the recording, one row of neurons after the other. */
  const shareAbove = (neuron: number, level: number): number => {
    const { data, shape } = folder.array('counted', 'candidate.1');
    const units = shape[1] ?? 0;
    const { data: segments } = folder.array('counted', 'segments');
    const values: number[] = [];
    for (let segment = 0; segment < segments.length; segment += 2) {
      const [first = 0, length = 0] = [segments[segment], segments[segment + 1]];
      for (let t = first + 8; t < first + length; t++) values.push(data[t * units + neuron] ?? Number.NaN);
    }
    return values.filter((value) => value > level).length / values.length;
  };
  const first = await experiment();
  expect(first.claims.length).toBeGreaterThan(0);
  expect(first.kept).toEqual(first.claims.map(({ neuron }) => shareAbove(neuron, 0)));
  expect(first.claims.map(({ above }) => above)).toEqual(first.kept);
  const written = (name: string) => statSync(folder.at('runs', 'counted', 'evidence', `${name}.json`)).mtimeMs;
  const before = written('choice');
  edit('runner/analysis/findings/above.ts', 'level: 0 }', 'level: 0.05 }');
  const again = await experiment();
  expect(again.kept).toEqual(first.claims.map(({ neuron }) => shareAbove(neuron, 0.05)));
  expect(again.kept).not.toEqual(first.kept);
  expect(again.claims.map(({ above }) => above)).toEqual(again.kept);
  expect(written('choice')).toBe(before);
});
