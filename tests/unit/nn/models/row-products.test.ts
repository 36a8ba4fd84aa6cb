import { describe, expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import { rowProducts } from '../../../../runner/nn/models/row-products.ts';

const { normal } = random(8);

describe('rowProducts', () => {
  it.each([1, 100, 4096, 9000])('gives the inner products of rows of %i tokens', async (tokens) => {
    const rows = Float32Array.from({ length: 3 * tokens }, () => normal() / Math.sqrt(tokens));
    for (const engine of [referenceEngine, onnxEngine()]) {
      const products = await rowProducts(engine, rows, 3);
      for (const [i, j] of [
        [0, 0],
        [0, 2],
        [2, 1],
      ] as const) {
        let sum = 0;
        for (let t = 0; t < tokens; t++) sum += (rows[i * tokens + t] ?? 0) * (rows[j * tokens + t] ?? 0);
        expect(products[3 * i + j]).toBeCloseTo(sum, 4);
      }
    }
  });

  // More than fit into one block; the last block is not full.
  it.each([769, 1540])('gives those of %i neurons, on both sides of the diagonal', async (neurons) => {
    const tokens = 5;
    const rows = Float32Array.from({ length: neurons * tokens }, () => normal());
    const products = await rowProducts(onnxEngine(), rows, neurons);
    expect(products).toHaveLength(neurons ** 2);
    let furthest = 0;
    for (let place = 0; place < neurons ** 2; place += 101) {
      const [i, j] = [Math.floor(place / neurons), place % neurons];
      let sum = 0;
      for (let t = 0; t < tokens; t++) sum += (rows[i * tokens + t] ?? 0) * (rows[j * tokens + t] ?? 0);
      furthest = Math.max(furthest, Math.abs((products[place] ?? Number.NaN) - sum));
    }
    expect(furthest).toBeLessThan(1e-4);
  });
});
