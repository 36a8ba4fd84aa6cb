/** How deep elements of XML and HTML may lie in each other. No text that is read comes near; files that are made to harm do. */
import { InputError } from '../../../core/errors.ts';

const deepest = 5000;

/** @throws InputError when more elements are open than may be. */
export function checkDepth(open: number, name: string): void {
  if (open <= deepest) return;
  throw new InputError('too-deep', { what: `In ${name} more than ${deepest} elements lie in each other` });
}
