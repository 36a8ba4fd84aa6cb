/**
 * Invented values are the same at each run: a property that fails says with which seed and path, and the smallest value for
 * which it does. PROPERTY_SEED=7 PROPERTY_RUNS=10000 tries others, and more.
 */
import fc from 'fast-check';
import { it } from 'vitest';

fc.configureGlobal({
  seed: Number(process.env.PROPERTY_SEED ?? 20),
  numRuns: Number(process.env.PROPERTY_RUNS ?? 100),
});

/** Text of any characters, those beyond 16 bits too, and of those that cuts are made at. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('a', 'é', 'Ж', '7', '_', ' ', '\n', '\t', '.', '"', ',', '’', '😀', '\u00a0', 'e\u0301'),
  }),
);

/** So many values, or from so many to so many. */
export const listOf = <Value>(value: fc.Arbitrary<Value>, from: number, to = from) =>
  fc.array(value, { minLength: from, maxLength: to });

/** The property of all values: it holds where nothing is thrown. */
export const forAll = <Values extends [unknown, ...unknown[]]>(
  values: { [Place in keyof Values]: fc.Arbitrary<Values[Place]> },
  holds: (...values: Values) => void | Promise<void>,
  how?: fc.Parameters<Values>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty<Values>(...values, async (...own) => holds(...own)),
    how,
  );

export const always = <Values extends [unknown, ...unknown[]]>(
  name: string,
  ...property: Parameters<typeof forAll<Values>>
) => it(name, () => forAll(...property));

export { fc };
