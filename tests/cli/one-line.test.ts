/**
 * A new cell, a new kind of feature and a new finding are each one file and its name in the registry, as CONTRIBUTING.md says:
 * in a copy of the program they are added that way, and the real command trains, reads, marks, finds and publishes with them.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { float32At } from '../../runner/core/at.ts';
import type { Claim, Evidence } from '../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { programCopy } from '../program-copy.ts';
import { start } from './command.ts';
import { folderWith, training } from './texts.ts';

const copy = programCopy();
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Names a file in a registry, behind what stands there. */
function add(registry: string, name: string, behind: string, folder = './'): void {
  const path = join(copy, registry);
  const pieces = readFileSync(path, 'utf8').split(behind);
  expect(pieces, `${registry} holds once: ${behind}`).toHaveLength(2);
  const text = pieces.join(`${behind}\n  ${name},`);
  writeFileSync(path, `import { ${name} } from '${folder}${name}.ts';\n${text}`);
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
  forward({ ops, affine, state, hook }) {
    const [z, n] = blocksOf(ops, ops.add(affine('ih', 2), affine('hh', 2, state('hidden'))), 2);
    const update = hook('update', ops.sigmoid(z));
    const candidate = hook('candidate', ops.tanh(n));
    const kept = ops.mul(update, ops.sub(state('hidden'), candidate));
    return { hidden: hook('hidden', ops.add(candidate, kept)) };
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
  says: ({ initial: letters }) => ({ whether: \`the word begins with one of \${letters}\`, event: null }),
  decidedByToken: () => true,
  referenceClass: () => 'words',
});
`;

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

it('a cell, a kind of feature and a finding, each added in one file and one line, go all the way from manifest to result', async () => {
  writeFileSync(join(copy, 'runner/nn/models/cells/ugrnn.ts'), cell);
  add('runner/nn/models/cells/cells.ts', 'ugrnn', 'const registry = {');
  writeFileSync(join(copy, 'runner/text/labels/kinds/initial.ts'), kind);
  add('runner/text/labels/features.ts', 'initial', 'const kinds = {', './kinds/');
  writeFileSync(join(copy, 'runner/analysis/findings/above.ts'), finding);
  add('runner/analysis/findings/findings.ts', 'above', '  choice,');
  const model = { cell: 'ugrnn', units: 12, embedding: { size: 4 } };
  const features = [{ name: 'c or d', initial: 'cd' }];
  const folder = folderWith({ toy: { model, train: training(3), features, evidence: 'quick' } });
  const published = 'public/results/toy';
  const words = [join(copy, 'runner/start.mjs'), 'experiment', 'toy.yaml'];
  expect(await start(process.execPath, words, folder.path).ended).toMatchObject({ code: 0, stderr: '' });
  const { model: trained, ...result } = JSON.parse(folder.read(`${published}/result.json`)) as Result;
  expect([trained.cell, result.record.component]).toEqual(['ugrnn', 'hidden']);
  const { tokens, sidecars } = result.texts.observed;
  expect(sidecars.map(({ component }) => component).toSorted()).toEqual(['candidate', 'hidden', 'update']);
  const losses = result.learningCurve?.epochs.map(({ validationLoss }) => validationLoss) ?? [];
  expect(losses.at(-1)).toBeLessThan(losses[0] ?? Number.NaN);
  const marked = tokens.flatMap((token, t) => (/^[cd]/.test(token) ? [t] : []));
  expect(marked.length).toBeGreaterThan(0);
  expect(result.features).toMatchObject([
    { name: 'c or d', description: 'words that begin with one of cd', positions: { observed: marked } },
  ]);
  // h = z h' + (1 - z) n at every token, from what was recorded.
  const array = (name: string) => folder.array('toy', name).data;
  const [z, n, h] = [array('update.1'), array('candidate.1'), array('hidden.1')];
  const segments = Array.from({ length: result.observation.segments }, (_, index) =>
    array('segments').subarray(2 * index, 2 * index + 2),
  );
  const starts = new Set(segments.map(([start]) => start));
  h.forEach((value, at) => {
    const before = starts.has(Math.floor(at / 12)) ? 0 : float32At(h, at - 12);
    const gate = float32At(z, at);
    expect(Math.abs(value - (gate * before + (1 - gate) * float32At(n, at)))).toBeLessThan(1e-5);
  });

  /** Of a neuron, beyond the warm-up of each segment. */
  const shareAbove = (neuron: number): number => {
    const values = segments.flatMap(([from = 0, length = 0]) =>
      Array.from({ length: length - 8 }, (_, t) => float32At(h, (from + 8 + t) * 12 + neuron)),
    );
    return values.filter((value) => value > 0).length / values.length;
  };
  const { claims } = JSON.parse(folder.read(`${published}/claims.json`)) as Evidence;
  const told = claims as (Claim & { above: number })[];
  expect(told.length).toBeGreaterThan(0);
  expect(told.map(({ above }) => above)).toEqual(told.map(({ neuron }) => shareAbove(neuron)));
});
