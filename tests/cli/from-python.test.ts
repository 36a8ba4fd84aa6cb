/** What R and Python are told: the recipes of docs/from-r-and-python.md run, and say what is known here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../runner/analysis/reading/recording.ts';
import { auc } from '../../runner/analysis/stats/auc.ts';
import { firstTokens } from '../../runner/analysis/stats/view.ts';
import { readResult } from '../../runner/experiment/results/read.ts';
import { publishedPairs } from '../../runner/experiment/results/write.ts';
import { workFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { manifest } from './texts.ts';

const hasPython = spawnSync('python3', ['-c', 'import numpy, scipy']).status === 0;
const folder = workFolder();
type Row = Record<string, string>;
const rows = (path: string): Row[] => parse(folder.read(path), { columns: true }) as Row[];

beforeAll(async () => {
  const asked = manifest({
    corpus: { source: 'agreement', proportion: 0.1, minimumCount: 1, heldOut: 0.25, validation: 0.1 },
    record: { layer: 1, component: 'cell' },
    observe: { segment: 64, warmUp: 8, tokens: 1280 },
    features: [{ name: 'subject is plural', passage: '^the [a-z]+s(?<inside> .*?) (?:are|were|have|seem)\\b' }],
    pairs: [{ name: 'agreement', source: 'agreement', by: ['subject', 'attractor'], hold: [{ neurons: 5, at: 0 }] }],
    evidence: 'none',
  });
  expect(await experimentHere(folder, [folder.write('agreement.yaml', asked)])).toEqual({ code: 0, stderr: '' });
  expect((await commandHere(folder, 'export', ['agreement', 'as=activations'])).code).toBe(0);
}, 120_000);

it('items have a row for each pair and hold, with the conditions of the file', async () => {
  const items = rows('public/results/agreement/items.csv');
  const [set] = (await publishedPairs(folder.at('public/results/agreement')))?.sets ?? [];
  const head = 'id,set,subject,attractor,frame,differing,in_training,held,at,margin,right';
  expect(folder.read('public/results/agreement/items.csv').split('\r\n')[0]).toBe(head);
  const under = (held: string, at: string) => items.filter((row) => row.held === held && row.at === at);
  const [asIs, without] = [under('nothing', ''), under('cell.1:5', '0')];
  expect([asIs.length, without.length]).toEqual([408, 408]);
  const right = (own: Row[]) => own.filter((row) => row.right === '1').length / own.length;
  expect([right(asIs), right(without)]).toEqual([set?.all.accuracy, set?.held[0]?.all.accuracy]);
  for (const [pair, row] of asIs.entries()) expect(Number(row.margin)).toBeCloseTo(set?.margins?.[pair] ?? NaN, 4);
  expect(asIs.filter((row) => row.in_training === '1')).toHaveLength(set?.seen?.pairs ?? NaN);
  expect(asIs[0]).toMatchObject({ id: '0-singular-none', subject: 'singular', attractor: 'none', frame: '0' });
});

it('tokens stand beside the recording, with masks, sentences and surprisal', async () => {
  const tokens = rows('runs/agreement/tokens.csv');
  const { texts, features } = await readResult(folder.at('public/results/agreement'));
  expect(tokens.slice(0, texts.observed.tokens.length).map(({ token }) => token)).toEqual(texts.observed.tokens);
  const carried = tokens.flatMap((row, position) => (row.subject_is_plural === '1' ? [position] : []));
  expect(carried).toEqual(expect.arrayContaining([...(features[0]?.positions.observed ?? [])]));
  const nll = await (await openRecording(folder.at('runs/agreement/recording.safetensors'))).series('nll');
  expect(Number(tokens[1]?.surprisal)).toBeCloseTo(nll[0] ?? NaN, 5);
  expect(tokens.filter(({ surprisal }) => surprisal === '')).toHaveLength(1280 / 64);
  // Each sentence of the language is a line.
  for (const [place, row] of tokens.entries())
    if (row.token === '\n')
      expect([row.sentence, tokens[place + 1]?.sentence]).not.toEqual([row.sentence, tokens[place - 1]?.sentence]);
});

it('activations are a column a neuron, of all tokens and of the texts of pairs', async () => {
  const wide = rows('runs/agreement/export/activations.csv');
  const recording = await openRecording(folder.at('runs/agreement/recording.safetensors'));
  const cell = await recording.at('cell.1', firstTokens(wide.length));
  for (const place of [0, 1, wide.length - 1])
    for (const neuron of [0, 5, 7])
      expect(Number(wide[place]?.[`cell.1.${neuron}`])).toBeCloseTo(cell[neuron]?.[place] ?? NaN, 5);
  const pairs = rows('runs/agreement/export/pair-activations.csv');
  const last = pairs.filter((row) => row.from_asked === '-1');
  expect(last).toHaveLength(408);
  const one = await commandHere(folder, 'export', ['agreement', 'as=activations', 'neuron=5', 'to=one']);
  expect(one.stdout).toContain('one/activations.csv');
  expect(rows('one/pair-activations.csv').map((row) => row['cell.1.5'])).toEqual(pairs.map((row) => row['cell.1.5']));
  expect(folder.read('one/activations.csv').split('\r\n')[0]).toMatch(/,cell\.1\.5$/);
  const none = await commandHere(folder, 'export', ['agreement', 'as=activations', 'neuron=8']);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no neuron 8')]);
});

describe.runIf(hasPython)('in Python', () => {
  it('the recipes of the documentation run one after the other', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/from-r-and-python.md'), 'utf8');
    const program = [...page.matchAll(/^```python\n(.*?)^```/gms)].map(([, code]) => code).join('\n');
    const said = execFileSync('python3', ['-c', program], { cwd: folder.path, encoding: 'utf8' }).split('\n');
    const [set] = (await publishedPairs(folder.at('public/results/agreement')))?.sets ?? [];
    const rightOf = (accuracy = Number.NaN) => Math.round(accuracy * 408);
    const tokens = rows('runs/agreement/tokens.csv');
    const words = tokens.flatMap(({ counted, token = '' }, position) =>
      counted === '1' && token.trim() !== '' ? [position] : [],
    );
    const [cell = []] = [await (await openRecording(folder.at('runs/agreement/recording.safetensors'))).at('cell.1')];
    const area = auc(
      words.map((t) => cell[5]?.[t] ?? NaN),
      words.map((t) => Number(tokens[t]?.subject_is_plural)),
    );
    expect(said.slice(0, 3)).toEqual([
      `nothing as it is ${rightOf(set?.all.accuracy)} of 408`,
      `cell.1:5 0 ${rightOf(set?.held[0]?.all.accuracy)} of 408`,
      `neuron 5: AUC ${area.toFixed(3)} over ${words.length} words`,
    ]);
    expect(said[3]).toMatch(/^off by at most 0\.00\d of the largest$/);
    expect(said.slice(4)).toEqual([
      expect.stringMatching(/^singular .* over 204 texts$/),
      expect.stringMatching(/^plural .* over 204 texts$/),
      '',
    ]);
  });
});
