import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InputError } from '../../../../runner/core/errors.ts';
import { readActivations, readPublishedEvolution, readResult } from '../../../../runner/experiment/results/read.ts';
import type { Result } from '../../../../runner/experiment/results/schema.ts';
import { decodeArrays } from '../../../../runner/io/formats/safetensors/file.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';
import { makeResults } from '../../../fixtures/results/make-results.ts';

const small = cases.slice(0, 1).map((each) => ({ ...each, units: 20 }));
let folder = '';
let directory = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-read-'));
  await makeResults(folder, small);
  directory = join(folder, 'results', 'lstm-dots');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function rewrite(change: (result: Record<string, unknown>) => void): Promise<void> {
  const path = join(directory, 'result.json');
  const result = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  change(result);
  await writeFile(path, JSON.stringify(result));
}

test('a written result and its activations read back', async () => {
  const [made] = small;
  if (!made) throw new Error('no case');
  const built = buildResult(made);
  const result = await readResult(directory);
  const expectedResult = JSON.parse(JSON.stringify(built.result)) as Result;
  // The writer says where it put the likeliest next tokens.
  for (const name of ['observed', 'sampled'] as const) {
    const path = `${name}.predictions.json`;
    expectedResult.texts[name].predictions = { path, bytes: (await readFile(join(directory, path))).length };
  }
  expect(result).toEqual(expectedResult);

  const read = await readActivations(directory, result, { text: 'sampled', component: 'hidden', layer: 1 });
  const expected = built.activations.get('sampled.hidden.1.i8') ?? [];
  expected.forEach((row, neuron) => {
    row.forEach((value, t) => {
      const actual = ((read.value[neuron * 406 + t] ?? 0) / 127) * (read.scale[neuron] ?? 0);
      expect(Math.abs(actual - value)).toBeLessThanOrEqual((read.scale[neuron] ?? 0) / 254 + 1e-6);
    });
  });
});

test('a value that does not fit names the file and the key', async () => {
  await rewrite((result) => {
    result.schema = 2;
    result.title = 7;
  });
  await expect(readResult(directory)).rejects.toThrow(InputError);
  await expect(readResult(directory)).rejects.toThrow(
    /result\.json is not a valid result\. Key schema: .*; key title: /,
  );
});

test('an unknown key is named', async () => {
  await rewrite((result) => {
    result.extra = 1;
  });
  await expect(readResult(directory)).rejects.toThrow(/extra/);
});

test('a missing file and broken JSON are told apart', async () => {
  await expect(readResult(join(folder, 'nowhere'))).rejects.toThrow(/result\.json cannot be read/);
  await writeFile(join(directory, 'result.json'), '{');
  await expect(readResult(directory)).rejects.toThrow(/result\.json is not JSON/);
});

test('activations that are not listed, missing or cut short are told apart', async () => {
  const result = await readResult(directory);
  await expect(readActivations(directory, result, { text: 'observed', component: 'forget', layer: 1 })).rejects.toThrow(
    /no activations of "forget" of layer 1 for the observed text\. It lists output\.1, hidden\.1, cell\.1/,
  );
  await writeFile(join(directory, 'observed.output.1.i8'), 'short');
  await expect(readActivations(directory, result, { text: 'observed', component: 'output', layer: 1 })).rejects.toThrow(
    /observed\.output\.1\.i8 does not fit its result/,
  );
  await rm(join(directory, 'observed.output.1.i8'));
  await expect(readActivations(directory, result, { text: 'observed', component: 'output', layer: 1 })).rejects.toThrow(
    /cannot be read/,
  );
});

test('damaged texts of a training are an error of the input that names the file, as everything else here', async () => {
  const result = await readResult(directory);
  const evolution = {
    path: 'evolution.json',
    bytes: 1,
    epochs: 1,
    activations: { path: 'evolution.i8', bytes: 1 },
  } as const;
  const read = () => readPublishedEvolution(directory, { ...result, evolution });
  await writeFile(join(directory, 'evolution.json'), '{"epochs":[{"epoch":-1}]}');
  await expect(read()).rejects.toThrow(InputError);
  await expect(read()).rejects.toThrow(/evolution\.json is not the texts of a training\. Key epochs\.0\.epoch: /);
  const epochs = [{ epoch: 0, validationLoss: 2, promptLength: 1, tokens: ['a', 'b'] }];
  await writeFile(join(directory, 'evolution.json'), JSON.stringify({ epochs }));
  await writeFile(join(directory, 'evolution.i8'), 'short');
  await expect(read()).rejects.toThrow(InputError);
  await expect(read()).rejects.toThrow(/evolution\.i8 does not fit its result/);
});

test('evidence of another version is an error', async () => {
  const { evidence } = await readResult(directory);
  if (evidence === null) throw new Error('no evidence');
  for (const schema of [evidence.schema - 1, evidence.schema + 1]) {
    await writeFile(join(directory, 'claims.json'), JSON.stringify({ ...evidence, schema }));
    await expect(readResult(directory)).rejects.toThrow(/Key evidence\.schema: /);
  }
});

test('long rows and evidence stand beside result.json, and in their places once it is read', async () => {
  const [given] = small;
  if (!given) throw new Error('no case');
  const { result: made } = buildResult(given);
  const short = JSON.parse(await readFile(join(directory, 'result.json'), 'utf8'));
  const curves = decodeArrays(await readFile(join(directory, 'curves.safetensors')), 'curves');
  const claims = JSON.parse(await readFile(join(directory, 'claims.json'), 'utf8'));
  expect(short.evidence).toEqual({ file: 'claims.json' });
  expect(short.features[0].relevance).toEqual({ array: 'relevance.0' });
  const { relevance, prominence, difference } = made.features[0]?.relevance ?? {};
  expect(curves['relevance.0']?.shape).toEqual([3, 20]);
  expect([...(curves['relevance.0']?.data ?? [])]).toEqual([relevance, prominence, difference].flat());
  expect([...(curves['spectrum.0']?.data ?? [])]).toEqual(made.spectra[0]?.amplitude);
  const read = await readResult(directory);
  expect(read.evidence).toEqual(JSON.parse(JSON.stringify(made.evidence)));
  expect(claims.claims).toEqual(JSON.parse(JSON.stringify(made.evidence)).claims);
  expect(claims.id).toBe(given.id);
  expect(read.learningCurve).toEqual(JSON.parse(JSON.stringify(made.learningCurve)));
  expect(read.spectra).toEqual(JSON.parse(JSON.stringify(made.spectra)));
});

test('a part that is missing or was cut is named', async () => {
  const claims = await readFile(join(directory, 'claims.json'));
  await writeFile(join(directory, 'claims.json'), claims.subarray(0, 100));
  await expect(readResult(directory)).rejects.toThrow(/A part of .*result\.json does not fit it.*JSON/);
  await writeFile(join(directory, 'claims.json'), claims);
  await rm(join(directory, 'curves.safetensors'));
  await expect(readResult(directory)).rejects.toThrow(/curves\.safetensors cannot be read/);
  await writeFile(join(directory, 'curves.safetensors'), 'not arrays');
  await expect(readResult(directory)).rejects.toThrow(/curves\.safetensors/);
});
