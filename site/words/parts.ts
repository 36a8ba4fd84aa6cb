/** What earlier tokens have put into a neuron, in words and strengths. Pure; runs in the browser. */
import { counted, decimal, quoted } from '../../runner/core/words.ts';

export interface TokenPart {
  /** Position of the earlier token. */
  position: number;
  /** What the neuron's value would lack without it. */
  value: number;
}

/** So many are named, and none whose part is less than this share of the largest. */
const named = 3;
const least = 0.1;

const size = ({ value }: TokenPart): number => Math.abs(value);

/** [parts] From -1, what lowered it most, to 1; 0 for what did little. */
export function strengths(parts: readonly TokenPart[]): number[] {
  const most = Math.max(...parts.map(size), 0);
  return parts.map((part) => (most > 0 && size(part) >= least * most ? part.value / most : 0));
}

/** '‘"’ 5 tokens before (+0.42), “said” 1 token before (−0.10)'; empty where no token did anything. */
export function largestParts(
  parts: readonly TokenPart[],
  position: number,
  labelOf: (position: number) => string,
): string {
  const strong = strengths(parts);
  return parts
    .filter((part, index) => strong[index] !== 0 && Number(Math.abs(part.value).toFixed(2)) > 0)
    .sort((a, b) => size(b) - size(a))
    .slice(0, named)
    .map(({ position: from, value }) => {
      const amount = `${value > 0 ? '+' : ''}${decimal(value)}`;
      return `${quoted(labelOf(from))} ${counted(position - from, 'token')} before (${amount})`;
    })
    .join(', ');
}
