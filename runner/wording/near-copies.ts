/** Which documents were not read because they are nearly another's text, a sentence each. Pure. */
import { counted } from '../core/format.ts';
import type { Result } from '../experiment/results/schema.ts';

/** Two copies of a text count one observation twice; what was trained on is no observation. */
export function passedOver({ ofRead, ofTraining }: NonNullable<Result['observation']['nearCopies']>): string[] {
  return [
    [ofRead, 'nearly the same as another that is read'] as const,
    [ofTraining, 'nearly the same as one of the training text'] as const,
  ].flatMap(([copies, as]) => {
    const are = copies === 1 ? 'is' : 'are';
    return copies === 0 ? [] : [`${counted(copies, 'document')} ${are} ${as} and ${are} not read.`];
  });
}
