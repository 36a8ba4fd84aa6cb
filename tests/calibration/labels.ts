/** Labels of a world's tokens: the truth, and what is made of it that is not the truth. Pure. */
import { at } from '../../runner/core/at.ts';
import type { Random } from '../../runner/core/random.ts';
import { areNumbers } from '../../runner/core/values.ts';
import type { Marks, World } from './world.ts';

/** Runs of labels that nothing in the text decides. @param share of the tokens that are in one. @param length mean. */
export function runs(
  { uniform }: Random,
  tokens: number,
  { share, length }: { share: number; length: number },
): Uint8Array {
  const enter = share / ((1 - share) * length);
  let inside = uniform() < share ? 1 : 0;
  return Uint8Array.from({ length: tokens }, () => {
    if (uniform() < (inside === 1 ? 1 / length : enter)) inside = 1 - inside;
    return inside;
  });
}

/** Of each document runs of its own, as in half of the tokens and of ten tokens on average. */
export const randomRuns = (documents: readonly ArrayLike<unknown>[], random: Random): Marks =>
  documents.map(({ length }) => runs(random, length, { share: 0.5, length: 10 }));

/**
 * The truth, turned round in runs that nobody can know of: a fifth of the tokens, or another share, ten on end. Of a number another
 * document's stands there.
 */
export const decoy = (truth: Marks, random: Random, share = 0.2): Marks =>
  truth.map((own, document) => {
    const turned = runs(random, own.length, { share, length: 10 });
    if (!areNumbers(own)) return own.map((mark, t) => mark ^ at(turned, t));
    const other = ofOtherDocuments(truth)[document] ?? own;
    return own.map((number, t) => (at(turned, t) === 1 ? at(other, t) : number));
  });

/** The truth, so many tokens later; below 0 earlier, before anybody can know it. */
export const shifted = (truth: Marks, tokens: number): Marks =>
  truth.map((own) => own.map((_, t) => at(own, Math.min(own.length - 1, Math.max(0, t - tokens)))));

/** Each document has the labels of the one seven after it: of another source, which the rung's own control never takes. */
export const ofOtherDocuments = (truth: Marks): Marks =>
  truth.map((_, document) => truth[(document + 7) % truth.length] ?? new Uint8Array(0));

/** Tokens that decide a hashed label. */
const hashed = 7;

/**
 * A label from the last seven tokens, by a hash without meaning (Knuth's multiplier). From three tokens it would not be
 * without meaning here: between two spaces stands one of 28 words, and a hash puts by accident more of the words of inside
 * on one side, so that the carrier does carry a little of it and the network does use that (28 of 226 experiments passed).
 */
export const hashes = ({ network, documents }: Pick<World, 'network' | 'documents'>): Marks =>
  documents.map((tokens) => {
    const types = tokens.map((token) => network.vocabulary.indexOf(token));
    return Uint8Array.from(types, (_, t) => {
      let hash = 0x811c9dc5;
      for (let back = 0; back < hashed; back++) {
        const mixed = Math.imul(hash ^ ((types[t - back] ?? -1) + 1), 0x9e3779b1);
        hash = mixed ^ (mixed >>> 15);
      }
      return (Math.imul(hash, 0x9e3779b1) >>> 16) & 1;
    });
  });
