/** Where an effect falls in networks of which the truth is known: where the neuron was wired to what comes next, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { fallsOf, placesOnDiscovery } from '../../../../runner/analysis/findings/falls.ts';
import { flipOfClaim } from '../../../../runner/analysis/findings/flips.ts';
import { interchangeOf } from '../../../../runner/analysis/findings/interchange.ts';
import { decoderWeight } from '../../../../runner/nn/models/architecture.ts';
import type { Checkpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { closing, opening } from '../../../calibration/quotation-language.ts';
import { quoteNeuron, wiredCheckpoint, wordNeuron } from '../../../calibration/wired.ts';
import { wiredBench } from './wired-bench.ts';

/** The network in which the neuron of quotations speaks for some tokens alone. */
function speakingFor(tokens: readonly string[]): Checkpoint {
  const checkpoint = wiredCheckpoint(5);
  const { units } = checkpoint.architecture;
  const decoder = checkpoint.weights[decoderWeight]?.data ?? new Float32Array(0);
  checkpoint.vocabulary.forEach((token, id) => {
    if (!tokens.includes(token)) decoder[id * Number(units) + quoteNeuron] = 0;
  });
  return checkpoint;
}

async function fallsIn(checkpoint: Checkpoint, neuron = quoteNeuron) {
  const { bench, readings } = await wiredBench(checkpoint);
  const claim = { feature: 0, neuron, sign: 1, chosen: 'by hand' } as const;
  const flipped = { claim, where: { after: null } };
  const flip = await flipOfClaim(bench, flipped, readings);
  if ('code' in flip) throw new Error(flip.code);
  const falls = fallsOf(flip, await placesOnDiscovery(bench, flipped, readings));
  if (falls === null) throw new Error('it falls nowhere');
  const interchange = await interchangeOf(bench, { ...flipped, place: falls.place }, readings);
  await readings.release();
  return { flip, falls, interchange };
}

describe('where an effect falls', () => {
  it('is the closing mark inside where the neuron speaks for that alone, at the cost that was wired', async () => {
    const { falls, flip, interchange } = await fallsIn(speakingFor([closing]));
    expect(falls.place).toMatchObject({ of: [{ next: closing }], where: 'inside' });
    // 15% where it should come, and e^-8 beside 1 where it should not.
    const wired = Math.log(0.15 / (Math.exp(-8) / (1 + Math.exp(-8))));
    expect(falls.place?.flip).toBeGreaterThan(wired - 0.5);
    expect(falls.place?.flip).toBeLessThan(wired + 0.5);
    expect(Math.abs(falls.place?.elsewhere.flip ?? 1)).toBeLessThan(0.2);
    expect((falls.inside.flip + falls.outside.flip) / 2).toBeCloseTo(flip.measured.flip, 9);
    // A memory keeps what it is given, so that one step tells as much.
    expect(interchange?.place?.flip).toBeGreaterThan(wired - 0.5);
    expect(interchange?.place?.flip).toBeLessThan(wired + 0.5);
  }, 120_000);

  it('is the opening mark outside where the neuron speaks for that alone', async () => {
    const { falls } = await fallsIn(speakingFor([opening]));
    expect(falls.place).toMatchObject({ of: [{ next: opening }], where: 'outside' });
    expect(falls.place?.flip).toBeGreaterThan(5);
  }, 120_000);

  it('is nowhere for a bystander, and its real values exchanged change nothing', async () => {
    const { falls, interchange } = await fallsIn(wiredCheckpoint(5), wordNeuron());
    expect(falls.place).toBeNull();
    for (const { flip, interval } of falls.places) {
      expect(interval[0]).toBeLessThan(0.02);
      expect(Math.abs(flip)).toBeLessThan(0.05);
    }
    for (const side of [interchange?.inside, interchange?.outside])
      expect(Math.abs(side?.flip ?? 1)).toBeLessThan(0.005);
  }, 120_000);

  it('what holding costs by itself is next to nothing for a neuron with two levels', async () => {
    const { falls } = await fallsIn(wiredCheckpoint(5));
    for (const { rise } of Object.values(falls.holding)) expect(Math.abs(rise)).toBeLessThan(0.1);
  }, 120_000);
});
