import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../../../runner/core/errors.ts';
import { type Candidate, candidates } from '../../../../runner/nn/engines/candidates.ts';
import {
  type CandidateTrial,
  chooseEngine,
  chooseEngines,
  chosenLine,
  comparison,
  type Job,
  jobNames,
  quickest,
  worthTrial,
} from '../../../../runner/nn/engines/engines.ts';
import type { Work } from '../../../../runner/nn/engines/measure.ts';
import { allowSoftware } from '../../../../runner/nn/engines/native-settings.ts';
import { type EngineTrial, type TrialOptions, tryEngine, usualPatience } from '../../../../runner/nn/engines/trial.ts';
import { candidate } from './candidate.ts';

vi.mock(import('../../../../runner/nn/engines/trial.ts'), async (real) => ({ ...(await real()), tryEngine: vi.fn() }));
vi.mock(import('node:fs'), async (real) => ({ ...(await real()), existsSync: vi.fn() }));

const tried = (
  engine: Candidate['engine'],
  device: Candidate['device'],
  tokensPerSecond: number | null,
): CandidateTrial =>
  tokensPerSecond === null
    ? { candidate: candidate(engine, device), works: false, why: 'It does not.' }
    : { candidate: candidate(engine, device), works: true, rounded: false, speeds: [tokensPerSecond] };

describe('the choice among those that were tried', () => {
  it('is the quickest that works', () => {
    const all = [tried('onnx', 'cuda', null), tried('onnx', 'webgpu', 4000.4), tried('onnx', 'cpu', 900)];
    expect(quickest(all)?.candidate.device).toBe('webgpu');
    expect(comparison(all)).toBe('onnx on webgpu 4000 tokens/s, onnx on cpu 900');
  });

  it('is the first of equals, never the reference engine, and nothing when nothing works', () => {
    const equal = [tried('onnx', 'webgpu', 5), tried('onnx', 'cpu', 5), tried('reference', 'cpu', 9)];
    expect(quickest(equal)?.candidate.device).toBe('webgpu');
    expect(quickest([tried('onnx', 'webgpu', null)])).toBeNull();
  });
});

describe('chooseEngine', () => {
  it.each([
    [{}, 'onnx', 'cpu'],
    [{ engine: 'reference' }, 'reference', 'cpu'],
    [{ engine: 'onnx', device: 'cpu' }, 'onnx', 'cpu'],
    [{ device: 'cpu' }, 'onnx', 'cpu'],
    [{ device: 'wasm' }, 'tensorflow', 'wasm'],
  ] as const)('%j opens %s on %s', async (choice, name, device) => {
    expect(await chooseEngine(choice)).toMatchObject({ name, device });
  });

  it('refuses a pair that does not exist and says which do', async () => {
    const error = await chooseEngine({ engine: 'reference', device: 'cuda' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(
      'The reference engine does not compute on cuda. Use device: cpu or auto; or on cuda',
    );
  });

  it('refuses a GPU that is asked for and does not work, with what its library says and where more is said', async () => {
    const why = 'Failed to load shared library';
    vi.mocked(tryEngine).mockResolvedValue({ works: false, why });
    const error = await chooseEngine({ engine: 'onnx', device: 'cuda' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(`There is no cuda to compute on. Engine onnx: ${why}. Read in docs/gpu.md`);
  });
});

const architecture = { cell: 'lstm', layers: 1, units: 672, embedding: 300, vocabulary: 13_000 } as const;
const training: Work = {
  job: 'training',
  architecture,
  objective: 'last',
  batch: 352,
  steps: 8,
  dropout: 0.4,
  optimizer: { name: 'adam' },
};
const reading: Work = { job: 'reading', architecture, streams: 64 };
const long = 10 * worthTrial;

/** Training, recording and evidence are long; the sample is short. */
const jobs: Record<(typeof jobNames)[number], Job> = {
  training: { work: training, operations: long },
  reading: { work: reading, operations: long },
  sampling: { work: { ...reading, streams: 1 }, operations: 1e9 },
  evidence: { work: reading, operations: long },
  atlas: { work: { job: 'profiling', neurons: 672, width: 4096 }, operations: 1e9 },
};

/** As fast as given at training and at reading. */
const fast =
  (trainingSpeed: number, readingSpeed: number, rounded = false) =>
  ({ work = [] }: TrialOptions): EngineTrial => ({
    works: true,
    rounded,
    speeds: work.map(({ job }) => (job === 'training' ? trainingSpeed : readingSpeed)),
  });

/** A machine with a GPU whose engines open and compute nothing, and whose trials end as given; returns what was tried. */
function machineWith(trials: Readonly<Record<string, (options: TrialOptions) => EngineTrial>>) {
  const asked: { place: string; options: TrialOptions }[] = [];
  vi.mocked(existsSync).mockReturnValue(true);
  for (const each of candidates) {
    const compile = () => Promise.reject(new Error('nothing is computed here'));
    vi.spyOn(each, 'open').mockResolvedValue({ name: each.engine, device: each.device, compile });
  }
  vi.mocked(tryEngine).mockImplementation(async ({ engine, device }, options = {}) => {
    const place = `${engine} on ${device}`;
    asked.push({ place, options });
    return trials[place]?.(options) ?? { works: false, why: 'It is not here.' };
  });
  return asked;
}
beforeEach(() => vi.stubEnv(allowSoftware, ''));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const fails = (): EngineTrial => ({ works: false, why: 'It does not.' });
const devices = (engines: Awaited<ReturnType<typeof chooseEngines>>) =>
  Object.fromEntries(jobNames.map((name) => [name, engines[name].device]));
const allOnCpu = { training: 'cpu', reading: 'cpu', sampling: 'cpu', evidence: 'cpu', atlas: 'cpu' };

describe('chooseEngines', () => {
  it('takes for each job what is fastest at its own sizes, and measures each size once', async () => {
    const asked = machineWith({
      'onnx on webgpu': fast(41_000, 500),
      'onnx on cuda': fails,
      'onnx on cpu': fast(9000, 8000),
    });
    const engines = await chooseEngines({}, jobs);
    expect(devices(engines)).toEqual({ ...allOnCpu, training: 'webgpu' });
    expect(engines.reading).toBe(engines.sampling);
    const places = asked.map(({ place }) => place);
    expect(places).toEqual(['onnx on webgpu', 'onnx on cuda', 'tensorflow on cuda', 'onnx on cpu']);
    for (const { options } of asked) expect(options).toMatchObject({ check: true, work: [training, reading] });
    expect(chosenLine(engines, jobNames)).toBe(
      'Trains on webgpu (onnx), reads, samples, gathers evidence and profiles neurons on cpu (onnx): in a trial training onnx on webgpu 41000 tokens/s, onnx on cpu 9000; reading onnx on cpu 8000 tokens/s, onnx on webgpu 500.',
    );
  });

  it('tries nothing where too little is to be computed', async () => {
    const asked = machineWith({ 'onnx on webgpu': fast(9, 9), 'onnx on cpu': fast(1, 1) });
    const short = { ...jobs, training: { work: training, operations: 0 } };
    for (const name of ['reading', 'evidence'] as const) short[name] = { work: reading, operations: worthTrial / 2 };
    const engines = await chooseEngines({}, short);
    expect(asked).toEqual([]);
    expect(devices(engines)).toEqual(allOnCpu);
    expect(chosenLine(engines, ['reading', 'sampling'])).toBe(
      'Computes on cpu (onnx): too little has to be computed for a GPU to pay off.',
    );
  });

  it('profiles neurons where that is fastest, of a network and a text so large that it takes long', async () => {
    const asked = machineWith({ 'onnx on webgpu': fast(9, 9), 'onnx on cpu': fast(1, 20) });
    const large = { ...jobs.atlas, operations: long };
    const engines = await chooseEngines({}, { atlas: large });
    expect(asked.map(({ options }) => options.work)).toContainEqual([large.work]);
    expect(engines.atlas.device).toBe('cpu');
    machineWith({ 'onnx on webgpu': fast(9, 90), 'onnx on cpu': fast(1, 20) });
    expect(devices(await chooseEngines({}, { atlas: large }))).toEqual({
      ...allOnCpu,
      atlas: 'webgpu',
    });
  });

  it('does not measure the training where nothing is trained', async () => {
    const asked = machineWith({ 'onnx on webgpu': fast(9, 9), 'onnx on cpu': fast(1, 1) });
    await chooseEngines({}, { ...jobs, training: { work: training, operations: 0 } });
    for (const { options } of asked) expect(options.work).toEqual([reading]);
  });

  it.runIf(process.platform === 'linux')('tries nothing where Linux shows no GPU', async () => {
    const asked = machineWith({ 'onnx on webgpu': fast(9, 9) });
    vi.mocked(existsSync).mockReturnValue(false);
    const engines = await chooseEngines({}, jobs);
    expect(asked).toEqual([]);
    expect(chosenLine(engines, jobNames)).toBe('Computes on cpu (onnx): there is no GPU.');
  });

  it('computes on the CPU, which then need not be tried, where no GPU works', async () => {
    const asked = machineWith({ 'onnx on cpu': fast(1, 1) });
    const engines = await chooseEngines({}, jobs);
    expect(chosenLine(engines, jobNames)).toBe('Computes on cpu (onnx): no GPU works (npm run doctor says why).');
    expect(asked.map(({ place }) => place)).toEqual(['onnx on webgpu', 'onnx on cuda', 'tensorflow on cuda']);
  });

  it('does every job on a GPU that is asked for, looks at its numbers and measures nothing', async () => {
    const asked = machineWith({ 'onnx on webgpu': fast(1, 1) });
    const engines = await chooseEngines({ device: 'webgpu' }, jobs);
    expect(asked.map(({ options }) => options)).toEqual([{ check: true, patience: usualPatience }]);
    expect(chosenLine(engines, jobNames)).toBe('Computes on webgpu (onnx): as asked.');
  });

  it('waits as long as it takes for an engine that is asked for by name and compiles at its first start', async () => {
    const asked = machineWith({ 'tensorflow on cuda': fast(1, 1) });
    await chooseEngines({ engine: 'tensorflow', device: 'cuda' }, jobs);
    expect(asked[0]?.options.patience).toBeGreaterThanOrEqual(1800);
  });

  it('takes the first engine that works on a device that is asked for', async () => {
    machineWith({ 'onnx on cuda': fails, 'tensorflow on cuda': fast(20, 1) });
    expect((await chooseEngines({ device: 'cuda' }, jobs)).reading).toMatchObject({
      name: 'tensorflow',
      device: 'cuda',
    });
  });

  it('trains on a GPU with rounded products where the user asked for them, and never reads on it', async () => {
    machineWith({ 'onnx on cuda': fast(90, 90, true), 'onnx on cpu': fast(1, 1) });
    const engines = await chooseEngines({}, jobs);
    expect(devices(engines)).toMatchObject({ training: 'cuda', reading: 'cpu', evidence: 'cpu', atlas: 'cpu' });
    expect(engines.reason).toContain('onnx on cpu 1, with products of 10 bits (TF32) as asked');
  });
});
