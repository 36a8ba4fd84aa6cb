/**
 * `used` in both directions, on a network of which the truth is known: neuron 0 is the only one that carries whether the
 * text is inside quotation marks, neuron 1 follows the ends of words, the others mean nothing.
 */

import { at } from '../../core/at.ts';
import type { Random } from '../../core/random.ts';
import type { Bench } from '../../ladder/bench.ts';
import { flipOfClaim, judgeUsed } from '../../ladder/rungs/used.ts';
import { claimsOf } from '../../results/claims.ts';
import type { HalfName, Halves } from '../../stats/halves.ts';
import { believed, foundOf, passed } from '../claims-on.ts';
import { fooled, powerful, type Study } from '../study.ts';
import { quoteNeuron, wordNeuron } from '../wired.ts';
import { type Masks, type WiredEvidence, withWiredEvidence } from '../wired-evidence.ts';

/** Each reads its text many times. */
const carriers = 40;
const controls = 200;
const documents = 40;

const carrierStudy: Study = {
  kind: 'plants',
  name: 'unit wired by hand',
  about: 'An LSTM in which one of 64 neurons was wired by hand to know whether the text is inside quotation marks.',
  wanted: { 'found first': powerful, 'ladder power': powerful, 'used power': powerful },
  most: carriers,
  together: 5,
  experiment: (random) =>
    withWiredEvidence(random, async (wired) => {
      const bench = wired.benchFor(wired.inside, { count: 1 });
      const found = await foundOf(bench, wired.readingsFor(bench), [
        ...([
          'choice',
          'chance',
          'effect',
          'heldOut',
          'context',
          'lagProfile',
          'untrained',
          'shuffled',
          'labels',
          'learned',
          'used',
        ] as const),
      ]);
      const first = claimsOf(bench, found, { code: 'not yet' }).find(({ chosen }) => chosen === 'effect');
      const right = first !== undefined && first.neuron === quoteNeuron;
      return {
        'found first': right,
        'ladder power': right && believed(first),
        'used power': right && passed(first, 'effect', 'heldOut', 'learned', 'context', 'used'),
      };
    }),
};

const bystanderStudy: Study = {
  kind: 'nulls',
  name: 'nothing to be used',
  about:
    'The same LSTM: its neuron for the ends of words in the place of the carrier, and the carrier with labels that it does not carry: those of other documents, of random runs, of a hash of the last seven tokens.',
  wanted: {
    'used: bystander': fooled,
    'used: other documents': fooled,
    'used: random labels': fooled,
    'used: hashed labels': fooled,
  },
  most: controls,
  together: 5,
  experiment: (random) =>
    withWiredEvidence(random, async (wired) => {
      const carried = (masks: Masks) => isUsed(wired, masks, quoteNeuron);
      return {
        'used: bystander': await isUsed(wired, wired.inside, wordNeuron),
        'used: other documents': await carried(inBoth((half) => ofOtherDocuments(wired.inside[half]))),
        'used: random labels': await carried(inBoth((half) => runs(wired.types[half].length, random))),
        'used: hashed labels': await carried(inBoth((half) => hashes(wired.types[half]))),
      };
    }),
};

export const wiredStudies: readonly Study[] = [carrierStudy, bystanderStudy];

/** Whether a claim that was named beforehand passes `used`; null when it cannot be tested. */
async function isUsed(wired: WiredEvidence, masks: Masks, neuron: number): Promise<boolean | null> {
  const bench: Bench = wired.benchFor(masks, { count: 0, byHand: [neuron] });
  const claim = { feature: 0, neuron, sign: 1, chosen: 'by hand' } as const;
  const measured = await flipOfClaim(bench, { claim, where: { after: null } }, wired.readingsFor(bench));
  // It is the only claim, so that nothing is adjusted.
  return 'code' in measured ? null : judgeUsed({ ...measured, adjustedP: measured.p }).status === 'passed';
}

const inBoth = <T>(of: (half: HalfName) => T): Halves<T> => ({
  discovery: of('discovery'),
  confirmation: of('confirmation'),
});

/** Each document has the labels of the one seven after it: of another source, which the rung's own control never takes. */
function ofOtherDocuments(mask: Uint8Array): Uint8Array {
  const size = mask.length / documents;
  return Uint8Array.from(mask, (_, t) => at(mask, (t + 7 * size) % mask.length));
}

/** Runs of labels that nothing in the text decides, of ten tokens on average. */
function runs(tokens: number, { uniform }: Random): Uint8Array {
  let inside = 0;
  return Uint8Array.from({ length: tokens }, () => {
    if (uniform() < 0.1) inside = 1 - inside;
    return inside;
  });
}

/** Tokens that decide a hashed label. */
const hashed = 7;

/**
 * A label from the last seven tokens, by a hash without meaning (Knuth's multiplier). From three tokens it would not be
 * without meaning here: between two spaces stands one of 28 words, and a hash puts by accident more of the words of inside
 * on one side, so that the carrier does carry a little of it and the network does use that (28 of 226 experiments passed).
 */
const hashes = (types: Int32Array): Uint8Array =>
  Uint8Array.from(types, (_, t) => {
    let hash = 0x811c9dc5;
    for (let back = 0; back < hashed; back++) {
      const mixed = Math.imul(hash ^ ((types[t - back] ?? -1) + 1), 0x9e3779b1);
      hash = mixed ^ (mixed >>> 15);
    }
    return (Math.imul(hash, 0x9e3779b1) >>> 16) & 1;
  });
