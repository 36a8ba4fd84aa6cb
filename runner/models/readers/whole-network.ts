/** A whole network, as its file has it: it is read and writes. It is neither trained nor saved here. */
import { InputError } from '../../core/errors.ts';
import type { Tokenizer } from '../../formats/tokenizers/tokenizer.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { isOfCells, type Readable, readerOf } from '../reading.ts';
import type { FamilyArchitecture } from './families.ts';

export interface WholeNetwork extends Checkpoint<FamilyArchitecture> {
  /** How texts become tokens, where its tokenizer lies beside it or was given. @throws InputError when that cannot be read. */
  tokenizer?: (() => Tokenizer) | undefined;
}

export const isCheckpoint = (model: Checkpoint<Readable>): model is Checkpoint => isOfCells(model.architecture);

/** @throws InputError when it is a whole network. @param what cannot be done with it: 'trained'. */
export function checkpointFor(model: Checkpoint<Readable>, what: string): Checkpoint {
  if (isCheckpoint(model)) return model;
  throw new InputError('only-read', {
    what: `This model cannot be ${what}`,
    why: `${readerOf(model.architecture).is}, which is read as its file has it`,
    fix: 'Read with it, write with it, hold its neurons: model.read(ids, { logits: true, hold })',
  });
}
