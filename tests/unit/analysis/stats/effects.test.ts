import { describe, expect, it } from 'vitest';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { localEffect } from '../../../../runner/analysis/stats/local-auc.ts';
import { mergeParts, type SweepJob, sweepHere, sweepNeurons } from '../../../../runner/analysis/stats/max-t.ts';
import { referenceText, swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { viewed } from '../../../../runner/analysis/stats/view.ts';
import { random } from '../../../../runner/core/random.ts';

const { normal, uniform } = random(3, 3);
const documents = 48;
const length = 40;
const text = {
  length,
  segments: 1,
  sources: Int32Array.from({ length: documents }, (_, d) => d % 2),
  types: new Int32Array(documents * length),
};
const mask = Uint8Array.from(text.types, () => (uniform() < 0.2 ? 1 : 0));
const neurons = [0, 0.5, -1].map((size) => Float32Array.from(mask, (label) => normal() + size * label));

/** Of one neuron, as the evidence measures a claim. */
function alone(...given: Parameters<typeof localEffect>): number {
  const effect = localEffect(...given);
  if ('code' in effect) throw new Error(effect.code);
  return effect.localAuc - 0.5;
}

const untested = { tests: [], table: new Uint16Array(0) };
const measure = async (job: Pick<SweepJob, 'activations' | 'classes'>) =>
  (await sweepHere({ ...job, ...untested })).effects;

describe('the effects of all neurons at once', () => {
  it('are those that each has by itself', async () => {
    const units = swapUnits(text);
    const classes = [{ view: null, units, carriers: [carriersOf(mask)] }];
    const [[effects] = []] = await measure({ activations: neurons, classes });
    neurons.forEach((activation, neuron) => {
      expect(effects?.[neuron]).toBeCloseTo(alone(activation, mask, units), 5);
    });
  });

  it('are none in a text without tokens, where nothing can be compared', async () => {
    const nothing = { ...text, sources: new Int32Array(0), types: new Int32Array(0) };
    const classes = [{ view: null, units: swapUnits(nothing), carriers: [new Int32Array(0)] }];
    const activations = [new Float32Array(0), new Float32Array(0)];
    expect(await measure({ activations, classes })).toEqual([[Float64Array.of(Number.NaN, Number.NaN)]]);
  });

  it('are those within each class, though a neuron is sorted once for all of them', () => {
    // Whole numbers, so that there are ties; members of the first class are rare, and one segment has none of the second.
    const activations = neurons.map((row) => row.map((value) => Math.round(2 * value)));
    const members = [
      Uint8Array.from(mask, () => (uniform() < 0.3 ? 1 : 0)),
      Uint8Array.from(mask, (_, t) => (t >= length && t % 3 > 0 ? 1 : 0)),
    ];
    const classes = members.map((own) => {
      const reference = referenceText(text, own);
      const masks = [mask, mask.map((each) => 1 - each)].map((each) => viewed(each, reference.view));
      return {
        view: reference.view,
        units: swapUnits(reference.text),
        masks,
        carriers: masks.map(carriersOf),
      };
    });
    const sweep = sweepNeurons({ activations, classes, ...untested });
    const found = mergeParts([sweep(0, 2), sweep(2, 3)]).effects;
    classes.forEach(({ view, units, masks }, index) => {
      masks.forEach((own, feature) => {
        activations.forEach((activation, neuron) => {
          const expected = alone(viewed(activation, view), own, units);
          expect(found[index]?.[feature]?.[neuron]).toBeCloseTo(expected, 5);
        });
      });
    });
  });
});
