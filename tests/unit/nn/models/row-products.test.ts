import { expect, it } from 'vitest';
import { at } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import { rowProducts } from '../../../../runner/nn/models/row-products.ts';

const { normal } = random(8);

// More rows than fit into one block; the last block is not full.
it.each([
  ['few rows of one token', 3, 1],
  ['few rows of 100 tokens', 3, 100],
  ['few rows of 4096 tokens', 3, 4096],
  ['few rows of 9000 tokens', 3, 9000],
  ['769 rows', 769, 5],
  ['1540 rows', 1540, 5],
])('the inner products are those of all with all, on both sides of the diagonal: %s', async (_what, count, tokens) => {
  const rows = Float32Array.from({ length: count * tokens }, () => normal() / Math.sqrt(tokens));
  for (const engine of count > 3 ? [onnxEngine()] : [referenceEngine, onnxEngine()]) {
    const products = await rowProducts(engine, rows, count);
    expect(products).toHaveLength(count ** 2);
    let furthest = 0;
    for (let place = 0; place < count ** 2; place += count > 3 ? 101 : 1) {
      const [i, j] = [Math.floor(place / count) * tokens, (place % count) * tokens];
      const sum = rows.subarray(i, i + tokens).reduce((all, value, t) => all + value * at(rows, j + t), 0);
      furthest = Math.max(furthest, Math.abs(at(products, place) - sum));
    }
    expect(furthest).toBeLessThan(5e-5);
  }
});
