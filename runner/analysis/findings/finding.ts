/**
 * What a finding is: one object that names its criteria, what it reads, how it is computed, the shape of what comes out and
 * where that is published. Types, and how such an object is written down. The list of all of them is `findings.ts`.
 */
import type { z } from 'zod';
import type { Bench } from './bench.ts';
import type { OnShare, Readings } from './readings.ts';

/** Thresholds, smallest counts and what bounds the work, by name. */
export type Criteria = Readonly<Record<string, number | readonly number[]>>;

/**
 * Where a finding stands in a result: as a `rung` of each claim; beside the rungs of each `claim`; in the `evidence`, beside
 * the claims; or nowhere, where only other findings read it (`inner`). Of a rung and of what stands beside it there is one
 * for each claim, in the order of the claims.
 */
export type ResultPlace = 'rung' | 'claim' | 'evidence' | 'inner';

export type ReadingName = keyof Readings;

/** Any finding. What is kept of one counts only while all that it declares, and all that it reads, is the same. */
export interface Finding {
  /** Also its name in the result, and that of the file in which it is kept. */
  name: string;
  /** What the reader of a terminal is told while it is computed. */
  title: string;
  published: ResultPlace;
  /** Left out of quick evidence. */
  fullOnly?: boolean;
  /** Its own. */
  criteria: Criteria;
  /** The criteria of the parts that it computes with. */
  bounds?: readonly Criteria[];
  /** The findings that it reads; all stand before it in the list. */
  inputs: readonly Finding[];
  /** Those that it reads where they were computed, as far as quick evidence has them. */
  optional?: readonly Finding[];
  /** What it has computed that a recording does not hold. */
  reads: readonly ReadingName[];
  /** Of all that is found. */
  schema: z.ZodType;
  compute(task: AnyTask): Promise<unknown>;
}

/** All criteria that something computed as the finding computes hangs on. */
export const boundsOf = ({ criteria, bounds = [] }: Pick<Finding, 'criteria' | 'bounds'>): readonly Criteria[] => [
  criteria,
  ...bounds,
];

/** What findings found, by their names. */
export type FoundBy<Own extends Finding> = { [Each in Own as Each['name']]: z.output<Each['schema']> };

interface Common {
  bench: Bench;
  /** Hears the share that is done; may throw to stop. */
  onProgress?: OnShare;
}

interface AnyTask extends Common {
  found: object;
  readings: object;
}

export interface FindingTask<Inputs extends readonly Finding[] = readonly [], Reads extends ReadingName = never>
  extends Common {
  /** What the findings that it names found. */
  found: FoundBy<Inputs[number]>;
  readings: Pick<Readings, Reads>;
}

/** A finding with the types of what it reads and finds. */
export interface TypedFinding<
  Name extends string,
  Where extends ResultPlace,
  Schema extends z.ZodType,
  Inputs extends readonly Finding[],
  Reads extends ReadingName,
  Own extends Criteria,
> extends Finding {
  name: Name;
  published: Where;
  criteria: Own;
  inputs: Inputs;
  reads: readonly Reads[];
  schema: Schema;
  compute(task: FindingTask<Inputs, Reads>): Promise<z.output<Schema>>;
}

/** Writes a finding down: the compiler knows of `compute` what `inputs` and `reads` name, and nothing else. */
export const finding = <
  const Name extends string,
  const Where extends ResultPlace,
  Schema extends z.ZodType,
  const Inputs extends readonly Finding[],
  Reads extends ReadingName,
  const Own extends Criteria,
>(
  own: TypedFinding<Name, Where, Schema, Inputs, Reads, Own>,
): TypedFinding<Name, Where, Schema, Inputs, Reads, Own> => own;
