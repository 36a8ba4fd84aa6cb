/** Refuses archives that unpack to far more than they are (zip bombs). Imports only the errors. */
import { InputError } from '../../core/errors.ts';

/** Prose packs to a third or a quarter, XML to a tenth; what claims more than this many times its size is a bomb. */
const maxInflation = 100;
/** What an archive may unpack to whatever its ratio, bytes. */
const alwaysAllowed = 64e6;
/** More text than any machine that this runs on can train on, bytes. */
const largestTotal = 16e9;

/** @throws InputError when `packed` bytes have given, or claim to give, so many more than text does. */
export function checkInflation(name: string, packed: number, unpacked: number): void {
  const tooDense = unpacked > alwaysAllowed && unpacked > maxInflation * packed;
  if (!tooDense && unpacked <= largestTotal) return;
  throw new InputError('archive-suspicious', {
    what: `${name} was not unpacked`,
    why: `Its ${packed} bytes would unpack to ${unpacked} or more, which no archive of text does`,
  });
}
