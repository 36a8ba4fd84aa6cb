/**
 * The plain engine: single precision in JavaScript, with products by weights in WebAssembly. It needs no package and nothing of Node, so
 * that a model reads in a browser, and where no other engine was installed.
 */
import { type MatmulOptions, type Shape, shapes } from '../../models/operations.ts';
import type { Engine, Numbers } from '../../models/program.ts';
import { type Computed, engineOn, operationsOn } from '../reference/engine.ts';
import { createProducts } from './product.ts';

type Array32 = Computed<Float32Array>;

const float32 = (shape: Shape, data: Numbers): Array32 => ({
  shape,
  data: data instanceof Float32Array ? data : Float32Array.from(data),
});

/** Rows of weights that are remembered with what each gave, some 10 KB each: a text says the same words again and again. */
const mostRows = 2000;

/** An engine with a memory of its own, in which weights stay that were used, as long as a program with them is open. */
export function plainEngine(): Engine {
  const all = operationsOn(float32([], Float32Array.of(0)));
  const { product: productOf, letGo } = createProducts();
  /** Open programs with these weights. */
  const programs = new Map<Float32Array, number>();
  const weights = new WeakSet<Float32Array>();
  /** Of weights, by the id of the row. */
  const rows = new WeakMap<Float32Array, Map<number, Array32>>();
  /** Of a remembered row its products, by the weights. */
  const products = new WeakMap<Array32, WeakMap<Float32Array, Array32>>();
  const turned = new WeakMap<Float32Array, Array32>();

  function gather(table: Array32, ids: Array32): Array32 {
    const { data } = table;
    if (!weights.has(data) || ids.data.length !== 1) return all.gather(table, ids);
    const known = rows.get(data) ?? new Map<number, Array32>();
    rows.set(data, known);
    const id = ids.data[0];
    const row = known.get(id) ?? all.gather(table, ids);
    if (known.has(id)) return row;
    if (known.size >= mostRows) known.clear();
    known.set(id, row);
    products.set(row, new WeakMap());
    return row;
  }

  function timesWeights(a: Array32, b: Array32): Array32 {
    const before = products.get(a);
    const known = before?.get(b.data);
    if (known !== undefined) return known;
    const { shape } = shapes.matmul(a, b, { transposeB: true });
    const [count, columns] = shape;
    const width = a.data.length / count;
    const result = float32(shape, new Float32Array(count * columns));
    for (let row = 0; row < count; row++)
      result.data.set(productOf(a.data.subarray(row * width, (row + 1) * width), b.data), row * columns);
    before?.set(b.data, result);
    return result;
  }

  function matmul(a: Array32, b: Array32, options: MatmulOptions<Array32> = {}): Array32 {
    const { transposeA, transposeB, scale, add } = options;
    if (transposeA || !transposeB || !weights.has(b.data)) return all.matmul(a, b, options);
    const product = timesWeights(a, b);
    const scaled = scale === undefined ? product : all.mul(product, all.scalar(scale));
    return add === undefined ? scaled : all.add(scaled, add);
  }

  /** One-hot input gathers from turned weights at every token. */
  function transpose(x: Array32): Array32 {
    if (!weights.has(x.data)) return all.transpose(x);
    const known = turned.get(x.data) ?? all.transpose(x);
    turned.set(x.data, known);
    weights.add(known.data);
    return known;
  }

  /** One program fewer is open with these weights. */
  function close(data: Float32Array): void {
    const others = (programs.get(data) ?? 1) - 1;
    if (others > 0) {
      programs.set(data, others);
      return;
    }
    programs.delete(data);
    letGo(data);
    const columns = turned.get(data);
    if (columns !== undefined) letGo(columns.data);
  }

  const engine = engineOn({ name: 'plain', device: 'cpu' }, { ...all, gather, matmul, transpose }, float32);
  return {
    ...engine,
    rowByRow: true,
    async compile(program, workload) {
      const own = Object.values(program.constants).map(({ data }) => data);
      const executable = await engine.compile(program, workload);
      for (const data of own) {
        weights.add(data);
        programs.set(data, (programs.get(data) ?? 0) + 1);
      }
      let isOpen = true;
      return {
        ...executable,
        async release() {
          if (isOpen) own.forEach(close);
          isOpen = false;
          await executable.release();
        },
      };
    },
  };
}
