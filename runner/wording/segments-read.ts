/** In what stretches a text was read, in words. Pure. */
import { isNatural } from '../core/cut.ts';
import { counted, pluralOf } from '../core/format.ts';
import type { Result } from '../experiment/results/schema.ts';

/** 'in 512 segments'; 'in 512 segments, the first 19 tokens of sentences that have as many'. */
export function segmentsRead(
  { segments, tokens }: { segments: number; tokens: number },
  { segment }: Pick<Result['manifest']['observe'], 'segment'>,
): string {
  const all = `in ${counted(segments, 'segment')}`;
  if (!isNatural(segment)) return all;
  return `${all}, the first ${counted(tokens / segments, 'token')} of ${pluralOf(2, segment)} that have as many`;
}
