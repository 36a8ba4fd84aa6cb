/** An engine that is quick and rounds, as NVIDIA's libraries do by default: simulated, for no GPU is needed to be wrong. */
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Operations } from '../../../../runner/nn/models/operations.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';

/** The reference engine with its products as TF32 makes them: of factors that are rounded to 10 bits after the point. */
export const tf32: Engine = {
  ...referenceEngine,
  compile: (program) =>
    referenceEngine.compile({ ...program, build: (ops, values) => program.build(rounding(ops), values) }),
};

function rounding<T>(ops: Operations<T>): Operations<T> {
  // Veltkamp's splitting: of the 53 bits of double precision 11 are left, the first one included.
  const rounded = (x: T): T => {
    const large = ops.mul(x, ops.scalar(2 ** 42 + 1));
    return ops.sub(large, ops.sub(large, x));
  };
  return { ...ops, matmul: (a, b, options) => ops.matmul(rounded(a), rounded(b), options) };
}
