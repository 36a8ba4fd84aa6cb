import { describe, expect, it } from 'vitest';
import { type JobsTask, jobsOf } from '../../../runner/experiment/model.ts';
import { parameterCountOf } from '../../../runner/nn/models/reading.ts';

const architecture = { cell: 'lstm', layers: 1, units: 100, embedding: 50, vocabulary: 1000 } as const;
const train = { objective: 'every', batch: 8, window: 10, epochs: 3, dropout: 0.25, optimizer: { name: 'adam' } };

/** 20,000 training tokens, 6 segments of 100 observed tokens, a sample of 2 + 48 tokens. */
function task(changes: Partial<JobsTask> = {}, manifest: object = {}): JobsTask {
  const documents = [
    { split: 'training', ids: new Int32Array(20_000) },
    { split: 'held-out', ids: new Int32Array(5000) },
  ];
  const segments = Array.from({ length: 6 }, (_, s): [number, number] => [100 * s, 100]);
  // Only what the jobs look at.
  return {
    manifest: {
      train,
      evidence: 'full',
      atlas: 'none',
      seeds: 1,
      record: { layer: 1, component: 'hidden' },
      sample: { length: 48 },
      ...manifest,
    },
    corpus: { documents: documents.map(({ split, ids }) => ({ split, ids, tokens: ids.length })) },
    text: { ids: new Int32Array(600), segments },
    prompt: { ids: new Int32Array(2) },
    architecture,
    trains: true,
    reads: true,
    ...changes,
  } as unknown as JobsTask;
}

const perToken = 2 * parameterCountOf(architecture);

describe('jobsOf', () => {
  it("measures each job at the experiment's own sizes", () => {
    const { training, reading, sampling, evidence } = jobsOf(task());
    expect(training.work).toEqual({
      ...{ job: 'training', architecture, objective: 'every', batch: 8, steps: 10 },
      // Adam's two means.
      ...{ dropout: 0.25, optimizer: expect.objectContaining({ name: 'adam' }) },
    });
    expect(reading.work).toEqual({ job: 'reading', architecture, streams: 6 });
    expect(evidence.work).toEqual(reading.work);
    expect(sampling.work).toEqual({ job: 'reading', architecture, streams: 1 });
  });

  it('counts what each takes in all', () => {
    const { training, reading, sampling, evidence } = jobsOf(task());
    // Products alone, forward and twice backward: 4 gates of 100 units over 50 + 100 inputs, then the decoder.
    expect(training.operations).toBeCloseTo(3 * 20_000 * 3 * 2 * (4 * 100 * 150 + 100 * 1000), -3);
    expect(reading.operations).toBe(600 * perToken);
    expect(sampling.operations).toBe(50 * perToken);
    expect(evidence.operations).toBeGreaterThan(10 * reading.operations);
  });

  it('trains once for each window with the objective last', () => {
    const { training } = jobsOf(task({}, { train: { ...train, objective: 'last' } }));
    expect(training.operations).toBeCloseTo(3 * 20_000 * 3 * 2 * (10 * 4 * 100 * 150 + 100 * 1000), -3);
  });

  it('profiles all neurons once for each component that has an atlas', () => {
    const { atlas } = jobsOf(task({}, { atlas: 'component' }));
    expect(atlas).toEqual({ work: { job: 'profiling', neurons: 100, width: 600 }, operations: 2 * 100 * 100 * 600 });
    // Gates, candidate, cell and hidden state: six.
    expect(jobsOf(task({}, { atlas: 'all' })).atlas.operations).toBe(6 * atlas.operations);
    expect(jobsOf(task()).atlas.operations).toBe(0);
  });

  it('has nothing to do for what is there, or is not wanted', () => {
    const all = jobsOf(task());
    // The recording is there: only the evidence is to be gathered.
    const read = jobsOf(task({ trains: false, reads: false }));
    const operations = [read.training, read.reading, read.sampling, read.evidence].map((job) => job.operations);
    expect(operations).toEqual([0, 0, 0, all.evidence.operations]);
    expect(jobsOf(task({}, { evidence: 'none' })).evidence.operations).toBe(0);
  });

  it('trains the further seeds of a model that is there, where there is evidence', () => {
    const training = (manifest: object) => jobsOf(task({ trains: false }, manifest)).training.operations;
    expect(training({ seeds: 3 })).toBe(2 * jobsOf(task()).training.operations);
    expect(training({ seeds: 3, evidence: 'none' })).toBe(0);
  });
});
