/** What a rung of the ladder is: a finding that asks one question of each claim, in which words, and the outcomes that it gives. */
import { z } from 'zod';
import type { Finding, FindingTask, FoundBy, ReadingName, TypedFinding } from '../finding.ts';
import type { RungName } from '../names-schema.ts';
import type { Reason } from '../reasons-schema.ts';
import { type RungStatus, rungsSchema } from '../rungs-schema.ts';

interface RungWords {
  question: string;
  /** When it passes, in a sentence, made of the criteria. */
  passesWhen: string;
  /** What it reads beside the recording. */
  needs: readonly ('discovery half' | 'confirmation half' | 'untrained networks' | 'held neurons' | 'other seeds')[];
}

/** Of a rung the code, the pages and the methods read the criteria from here. */
type RungCriteria = Readonly<Record<string, number>>;

type RungSchema<Name extends RungName> = z.ZodArray<(typeof rungsSchema.shape)[Name]>;

export type Rung<
  Name extends RungName,
  Inputs extends readonly Finding[],
  Reads extends ReadingName,
  Own extends RungCriteria,
> = RungWords & TypedFinding<Name, 'rung', RungSchema<Name>, Inputs, Reads, Own>;

export const rung = <
  const Name extends RungName,
  const Inputs extends readonly Finding[],
  Reads extends ReadingName,
  const Own extends RungCriteria,
  const Optional extends readonly Finding[] = readonly [],
>(
  own: Omit<Rung<Name, Inputs, Reads, Own>, 'published' | 'schema' | 'compute'> & {
    optional?: Optional;
    compute(
      task: FindingTask<Inputs, Reads> & { found: Partial<FoundBy<Optional[number]>> },
    ): Promise<z.output<RungSchema<Name>>>;
  },
): Rung<Name, Inputs, Reads, Own> => ({ ...own, published: 'rung', schema: z.array(rungsSchema.shape[own.name]) });

export interface UnmeasuredRung {
  status: RungStatus;
  reason: Reason;
  measured: null;
}

export const notTestable = (reason: Reason): UnmeasuredRung => ({ status: 'not testable', reason, measured: null });
export const notRun = (reason: Reason): UnmeasuredRung => ({ status: 'not run', reason, measured: null });
export const notApplicable = (reason: Reason): UnmeasuredRung => ({ status: 'not applicable', reason, measured: null });

/** @param failure why it fails; null when it passes. */
export const judged = <M>(
  measured: M,
  failure: Reason | null,
): { status: RungStatus; reason: Reason | null; measured: M } => ({
  status: failure === null ? 'passed' : 'failed',
  reason: failure,
  measured,
});
