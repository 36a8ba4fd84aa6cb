import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { item } from '../../../../runner/core/at.ts';
import { InputError } from '../../../../runner/core/errors.ts';
import { quantize } from '../../../../runner/experiment/results/activations.ts';
import { readActivations, readPublishedEvolution, readResult } from '../../../../runner/experiment/results/read.ts';
import { decodeArrays } from '../../../../runner/io/formats/safetensors/file.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';
import { makeResults } from '../../../fixtures/results/make-results.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const given = { ...item(cases, 0), units: 20 };
const { path: folder } = temporaryFolder();
const directory = join(folder, 'results', 'lstm-dots');
beforeEach(async () => {
  await makeResults(folder, [given]);
});

const at = (name: string) => join(directory, name);
const json = async (name: string) => JSON.parse(await readFile(at(name), 'utf8'));
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const made = buildResult(given);

test('a written result and its activations read back', async () => {
  const result = await readResult(directory);
  const expected = plain(made.result);
  // The writer says where it put the likeliest next tokens.
  for (const name of ['observed', 'sampled'] as const) {
    const path = `${name}.predictions.json`;
    expected.texts[name].predictions = { path, bytes: (await readFile(at(path))).length };
  }
  expect(result).toEqual(expected);

  const read = await readActivations(directory, result, { text: 'sampled', component: 'hidden', layer: 1 });
  expect(read).toEqual(quantize(made.activations.get('sampled.hidden.1.i8') ?? []));
});

test('long rows and evidence stand beside result.json, and in their places once it is read', async () => {
  const [short, claims] = [await json('result.json'), await json('claims.json')];
  const curves = decodeArrays(await readFile(at('curves.safetensors')), 'curves');
  expect(short.evidence).toEqual({ file: 'claims.json' });
  expect(short.features[0].relevance).toEqual({ array: 'relevance.0' });
  const { relevance, prominence, difference } = made.result.features[0]?.relevance ?? {};
  expect(curves['relevance.0']?.shape).toEqual([3, 20]);
  expect([...(curves['relevance.0']?.data ?? [])]).toEqual([relevance, prominence, difference].flat());
  expect([...(curves['spectrum.0']?.data ?? [])]).toEqual(made.result.spectra[0]?.amplitude);
  expect(claims).toMatchObject({ id: given.id, claims: plain(made.result.evidence)?.claims });
});

type Json = Record<string, unknown>;
/** Writes a file as a function of what it holds; without a function it goes. */
async function damage(name: string, change?: (text: string) => string | Json): Promise<void> {
  if (change === undefined) return rm(at(name));
  const changed = change(await readFile(at(name), 'utf8').catch(() => ''));
  await writeFile(at(name), typeof changed === 'string' ? changed : JSON.stringify(changed));
}
const withKeys = (more: Json) => (text: string) => ({ ...JSON.parse(text), ...more });
const withSchema = (step: number) => (text: string) => withKeys({ schema: JSON.parse(text).schema + step })(text);

test.each<[string, string, Parameters<typeof damage>[1], RegExp]>([
  [
    'values that do not fit',
    'result.json',
    withKeys({ schema: 2, title: 7 }),
    /not a valid result\. Key schema: .*; key title: /,
  ],
  ['an unknown key', 'result.json', withKeys({ extra: 1 }), /result\.json is not a valid result.*extra/],
  ['broken JSON', 'result.json', () => '{', /result\.json is not JSON/],
  ['no file', 'result.json', undefined, /result\.json cannot be read/],
  ['evidence of an older version', 'claims.json', withSchema(-1), /Key evidence\.schema: /],
  ['evidence of a newer version', 'claims.json', withSchema(1), /Key evidence\.schema: /],
  [
    'evidence that was cut',
    'claims.json',
    (text) => text.slice(0, 100),
    /part of .*result\.json does not fit it.*JSON/,
  ],
  ['no curves', 'curves.safetensors', undefined, /curves\.safetensors cannot be read/],
  ['curves that are no arrays', 'curves.safetensors', () => 'not arrays', /curves\.safetensors/],
])('a result with %s is an error of the input that names the file', async (_, file, change, words) => {
  await damage(file, change);
  const read = readResult(directory);
  await expect(read).rejects.toThrow(InputError);
  await expect(read).rejects.toThrow(words);
});

test.each<[string, 'output' | 'forget', Parameters<typeof damage>[1], RegExp]>([
  ['not listed', 'forget', () => '', /no activations of "forget" of layer 1 .*It lists output\.1, hidden\.1, cell\.1/],
  ['cut short', 'output', () => 'short', /observed\.output\.1\.i8 does not fit its result/],
  ['missing', 'output', undefined, /observed\.output\.1\.i8 cannot be read/],
])('activations that are %s are told apart', async (_, component, change, words) => {
  await damage('observed.output.1.i8', change);
  const asked = readActivations(directory, await readResult(directory), { text: 'observed', component, layer: 1 });
  await expect(asked).rejects.toThrow(words);
});

const epochs = [{ epoch: 0, validationLoss: 2, promptLength: 1, tokens: ['a', 'b'] }];
test.each<[string, Json, RegExp]>([
  ['texts', { epochs: [{ epoch: -1 }] }, /evolution\.json is not the texts of a training\. Key epochs\.0\.epoch: /],
  ['activations', { epochs }, /evolution\.i8 does not fit its result/],
])('damaged %s of a training are an error of the input that names the file', async (_, texts, words) => {
  await damage('evolution.json', () => texts);
  await damage('evolution.i8', () => 'short');
  const activations = { path: 'evolution.i8', bytes: 1 } as const;
  const evolution = { path: 'evolution.json', bytes: 1, epochs: 1, activations } as const;
  const read = readPublishedEvolution(directory, { ...(await readResult(directory)), evolution });
  await expect(read).rejects.toThrow(InputError);
  await expect(read).rejects.toThrow(words);
});
