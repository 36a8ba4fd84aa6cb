import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResult } from '../../../../runner/experiment/results/read.ts';
import { decodeArrays } from '../../../../runner/formats/safetensors/arrays.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';
import { makeResults } from '../../../fixtures/results/make-results.ts';

const [lstm] = cases;
if (lstm === undefined) throw new Error('no case');
const small = { ...lstm, units: 20 };
let folder = '';
const at = (name: string): string => join(folder, 'results', small.id, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-parts-'));
  await makeResults(folder, [small]);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('long rows and evidence stand beside result.json, and in their places once it is read', async () => {
  const { result: made } = buildResult(small);
  const short = JSON.parse(await readFile(at('result.json'), 'utf8'));
  const curves = decodeArrays(await readFile(at('curves.safetensors')), 'curves');
  const claims = JSON.parse(await readFile(at('claims.json'), 'utf8'));
  expect(short.evidence).toEqual({ file: 'claims.json' });
  expect(short.features[0].relevance).toEqual({ array: 'relevance.0' });
  const { relevance, prominence, difference } = made.features[0]?.relevance ?? {};
  expect(curves['relevance.0']?.shape).toEqual([3, 20]);
  expect([...(curves['relevance.0']?.data ?? [])]).toEqual([relevance, prominence, difference].flat());
  expect([...(curves['spectrum.0']?.data ?? [])]).toEqual(made.spectra[0]?.amplitude);
  const read = await readResult(at(''));
  expect(read.evidence).toEqual(JSON.parse(JSON.stringify(made.evidence)));
  expect(claims.claims).toEqual(JSON.parse(JSON.stringify(made.evidence)).claims);
  expect(claims.id).toBe(small.id);
  expect(read.learningCurve).toEqual(JSON.parse(JSON.stringify(made.learningCurve)));
  expect(read.spectra).toEqual(JSON.parse(JSON.stringify(made.spectra)));
});

test('a part that is missing or was cut is named', async () => {
  const claims = await readFile(at('claims.json'));
  await writeFile(at('claims.json'), claims.subarray(0, 100));
  await expect(readResult(at(''))).rejects.toThrow(/A part of .*result\.json does not fit it.*JSON/);
  await writeFile(at('claims.json'), claims);
  await rm(at('curves.safetensors'));
  await expect(readResult(at(''))).rejects.toThrow(/curves\.safetensors cannot be read/);
  await writeFile(at('curves.safetensors'), 'not arrays');
  await expect(readResult(at(''))).rejects.toThrow(/curves\.safetensors/);
});
