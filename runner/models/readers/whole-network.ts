/** A whole network, as its file has it: it is read and writes. It is neither trained nor saved here. */
import { InputError } from '../../core/errors.ts';
import type { Tokenizer } from '../../formats/tokenizers/tokenizer.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { isOfCells, type Weights } from '../reading.ts';
import type { NetworkReader } from './reader.ts';

export interface WholeNetwork {
  architecture: NetworkReader;
  /** By the names that its family has for them. */
  weights: Weights;
  /** Pieces of words, by numbers: what its tokens spell is not in the file. */
  unit: 'word';
  tokens?: undefined;
  /** How texts become tokens, where its tokenizer lies beside it or was given. @throws InputError when that cannot be read. */
  tokenizer?: (() => Tokenizer) | undefined;
  /** `#0`, `#1`, ...: tokens by id. */
  vocabulary: string[];
}

export const isCheckpoint = (model: Checkpoint | WholeNetwork): model is Checkpoint => isOfCells(model.architecture);

/** @throws InputError when it is a whole network. @param what cannot be done with it: 'trained'. */
export function checkpointFor(model: Checkpoint | WholeNetwork, what: string): Checkpoint {
  if (isCheckpoint(model)) return model;
  throw new InputError('only-read', {
    what: `This model cannot be ${what}`,
    why: `${model.architecture.is}, which is read as its file has it`,
    fix: 'Read with it, write with it, hold its neurons: model.read(ids, { logits: true, hold })',
  });
}
