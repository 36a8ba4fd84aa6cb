/** What the terminal says of a training. Pure. */
import { threeDigits } from '../core/words.ts';
import type { Unit } from '../corpus/tokens.ts';
import type { EpochPoint } from '../training/learning-curve.ts';
import type { TrainingProgress } from '../training/train.ts';

const perplexity = (loss: number): string => threeDigits(Math.exp(loss));

export function progressLine({ epoch, epochs, loss, tokensPerSecond }: TrainingProgress): string {
  const speed = tokensPerSecond >= 1000 ? `${(tokensPerSecond / 1000).toFixed(1)} k` : tokensPerSecond.toFixed(0);
  return `epoch ${epoch} of ${epochs}, loss ${loss.toFixed(3)}, perplexity ${perplexity(loss)}, ${speed} tokens/s`;
}

/** Of words, white space is counted with the rest: nearly every second token is a space, and easily told. */
export function epochLine(
  { epoch, validationLoss, validationAccuracy }: EpochPoint,
  { best, unit }: { best: boolean; unit: Unit },
): string {
  const name = epoch === 0 ? 'Untrained model' : `Epoch ${epoch}`;
  const kept = epoch > 0 && best ? ', kept' : '';
  const accuracy = `${(100 * validationAccuracy).toFixed(1)}% correct${unit === 'word' ? ' (white space included)' : ''}`;
  return `${name}: validation loss ${validationLoss.toFixed(3)} (perplexity ${perplexity(validationLoss)}), ${accuracy}${kept}`;
}
