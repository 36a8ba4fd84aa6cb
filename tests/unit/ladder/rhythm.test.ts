import { describe, expect, it } from 'vitest';
import { rhythmsOf } from '../../../runner/ladder/rhythm.ts';
import { rhythmSchema } from '../../../runner/results/shown-schema.ts';
import { rhythmReference } from '../stats/rhythm-reference.ts';

const { classes, signals } = rhythmReference;
const found = rhythmsOf(
  signals.map(({ signal }, neuron) => ({ neuron, signal })),
  classes,
);

describe('rhythms', () => {
  it.each(signals.map((expected, index) => ({ ...expected, index })))('agrees with SciPy: $name', (expected) => {
    const measured = found[expected.index]?.measured;
    expect(measured?.tokens).toBe(expected.tokens);
    expect(measured?.order).toBe(expected.order);
    for (const key of ['g', 'frequency', 'explained', 'rawFrequency'] as const) {
      expect(measured?.[key]).toBeCloseTo(expected[key], 9);
    }
    // A p from .2 on is Fisher's own and too small; below, both are simulated, ours until 10 signals were as large.
    const [least, most] = expected.p > 0.2 ? [0.2, expected.p] : [0.4 * expected.p, 2.2 * expected.p];
    expect(measured?.p).toBeLessThan(most);
    expect(measured?.p).toBeGreaterThan(expected.p < 0.01 ? 0 : least);
    expect(Math.max(...(found[expected.index]?.spectra?.raw ?? []))).toBeCloseTo(expected.rawLargest, 3);
  });

  it('passes the rhythm alone, once all are adjusted together', () => {
    expect(found.map(({ status }) => status)).toEqual(['failed', 'failed', 'passed']);
    expect(found[2]?.measured?.q).toBeCloseTo(3 * (found[2]?.measured?.p ?? 0), 12);
  });

  it('shows the token classes as the control', () => {
    const { measured } = found[1] ?? {};
    expect(measured?.explained).toBeGreaterThan(0.6);
    expect(measured?.controlFrequency).toBeGreaterThan(0.4);
  });

  it('has the shape of a result', () => {
    for (const rhythm of found) expect(rhythmSchema.safeParse(rhythm).error).toBeUndefined();
  });

  it('has no control where all tokens are of one class', () => {
    const [alone] = rhythmsOf([{ neuron: 5, signal: signals[0]?.signal ?? [] }], new Uint8Array(406));
    expect(alone).toMatchObject({ neuron: 5, measured: { controlFrequency: 0 } });
    expect(alone?.measured?.explained).toBeLessThan(1e-9);
  });

  it('says why a text or a neuron cannot be tested', () => {
    const silent = { neuron: 1, signal: new Float32Array(406).fill(0.3) };
    const ofClasses = { neuron: 2, signal: Float64Array.from(classes) };
    const [first, second] = rhythmsOf([silent, ofClasses], classes);
    expect(first).toMatchObject({ status: 'not testable', reason: { code: 'constant' }, measured: null });
    expect(second?.reason).toEqual({ code: 'explained by classes' });
    const [short] = rhythmsOf([{ neuron: 1, signal: new Float32Array(50) }], new Uint8Array(50));
    expect(short?.reason).toEqual({ code: 'short text', found: 50, needed: 108 });
  });

  it('refuses a signal of another length', () => {
    expect(() => rhythmsOf([{ neuron: 3, signal: new Float32Array(9) }], classes)).toThrow('neuron 3 needs 406');
  });
});
