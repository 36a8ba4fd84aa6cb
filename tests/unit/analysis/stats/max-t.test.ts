import { expect, it } from 'vitest';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { sweepHere } from '../../../../runner/analysis/stats/max-t.ts';
import { permutationTable } from '../../../../runner/analysis/stats/swap-test.ts';
import { referenceText, swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { viewed } from '../../../../runner/analysis/stats/view.ts';
import { random } from '../../../../runner/core/random.ts';

const [documents, length] = [12, 20];

it('tokens of a class are swept in the whole text as they are by themselves', async () => {
  const { uniform } = random(4);
  const tokens = documents * length;
  const text = { length, segments: 1, sources: new Int32Array(documents), types: new Int32Array(tokens) };
  const activations = Array.from({ length: 5 }, () => Float32Array.from({ length: tokens }, uniform));
  const members = Uint8Array.from({ length: tokens }, () => Number(uniform() < 0.6));
  const { text: own, view } = referenceText(text, members);
  const units = swapUnits(own);
  const carriers = [carriersOf(Uint8Array.from({ length: own.types.length }, () => Number(uniform() < 0.3)))];
  const table = permutationTable(own.sources, 99, random(1));
  const cut = activations.map((activation) => viewed(activation, view));
  // Not all tokens are of the class, or nothing would be asked here.
  expect(cut[0]?.length).toBeLessThan(tokens);
  const within = await sweepHere({
    activations,
    tests: [{ units, view, carriers }],
    classes: [{ units, view, carriers }],
    table,
  });
  const alone = [{ units, view: null, carriers }];
  expect(within).toEqual(await sweepHere({ activations: cut, tests: alone, classes: alone, table }));
  expect([...(within.z[0]?.[0] ?? [])].every(Number.isFinite)).toBe(true);
});
