/** Why something was not measured, or did not pass, in a sentence. Pure; knows only the codes. */

import type { Reason, ReasonCode } from '../analysis/findings/reasons-schema.ts';
import { counted, pluralOf } from '../core/format.ts';

type Sentences = { [Code in ReasonCode]: (values: Extract<Reason, { code: Code }>) => string };

/** '1 document', '7 segments'. */
const units = (count: number, kind: 'documents' | 'segments'): string =>
  counted(count, kind === 'documents' ? 'document' : 'segment');
/** '1 token carries', '7 tokens carry'. */
const tokensThat = (count: number, one: string, many: string): string =>
  `${counted(count, 'token')} of a half ${pluralOf(count, one, many)}`;

const sentences: Sentences = {
  'few to swap': ({ found, needed, swapped }) =>
    `${units(found, swapped)} of a half can be swapped, and the test needs ${needed}.`,
  'few in a group': ({ swapped, possible, needed }) =>
    `With so few ${swapped} to each ${swapped === 'documents' ? 'source' : 'document'} no z can be above ${possible.toFixed(1)}, and the test needs ${needed}.`,
  'few carriers': ({ found, needed }) =>
    `${tokensThat(found, 'carries', 'carry')} the feature, and the test needs ${needed}.`,
  'few without': ({ found, needed }) =>
    `${tokensThat(found, 'does', 'do')} not carry the feature, and the test needs ${needed}.`,
  'carried by few': ({ found, needed, swapped }) =>
    `Tokens with the feature stand beside others in ${units(found, swapped)} of a half, and the test needs them to in ${needed}.`,
  'same places': ({ swapped }) =>
    `The feature stands at the same places in all ${swapped}, so that swapping them changes nothing.`,
  'one number': () => 'The number is the same at all tokens that are compared.',
  'few other numbers': ({ found, needed }) =>
    `${tokensThat(found, 'has', 'have')} another number than the commonest one, and the test needs ${needed}.`,
  'varies in few': ({ found, needed, swapped }) =>
    `The number varies within ${units(found, swapped)} of a half, and the test needs it to in ${needed}.`,
  'few equal tokens with numbers': ({ occurrences, found, needed }) =>
    `${counted(found, 'token')} ${pluralOf(found, 'is', 'are')} of those that occur ${counted(occurrences, 'time')} or more with several numbers; the test needs ${needed}.`,
  'few equal tokens': ({ occurrences, carriers, others, needed }) =>
    `Of the tokens that occur ${counted(occurrences, 'time')} or more, both with the feature and without it, ${carriers} ${pluralOf(carriers, 'carries', 'carry')} it and ${others} ${pluralOf(others, 'does', 'do')} not; the test needs ${needed} of each.`,
  'never changes': () => 'The neuron is alike in all documents, so that swapping them changes nothing.',
  'on discovery': ({ why }) => `On the discovery half: ${reasonSentence(why)}`,
  'chance on other documents': () => 'On documents that it was not chosen on, chance alone gives as much.',
  untrained: () => 'A network that never learnt has a neuron that tells the feature about as well.',
  'untrained at the top': () =>
    'Networks that never learnt tell the feature so well that no effect could be more than theirs.',
  'control labels': () =>
    'The same network has a neuron that tells a control label, as frequent as the feature, about as well.',
  'no more than the token': () =>
    'Among equal tokens chance alone gives as much: it says no more than the token just read.',
  'costs nothing': () => 'The wrong state costs the network no more than the right one.',
  'other states as well': () => "The wrong state costs the network no more than another document's states do.",
  harms: () =>
    'The network does better with the wrong state than with the right one: it reads the neuron the other way round.',
  'nothing together': ({ neurons }) =>
    `Alone it moves the output; with the others that carry it, ${neurons} in all, nothing does.`,
  'other than the label': () =>
    'Where the neuron and the label disagree, the network does better by the neuron: it carries something that goes with the feature.',
  rival: ({ feature, label, rival }) =>
    `It follows “${feature}” rather than this: ${rival.toFixed(2)} against ${label.toFixed(2)}, each where the other stays the same.`,
  'only with': ({ feature }) => `Where “${feature}” stays the same on one side, the neuron tells nothing of this.`,
  shifted: ({ tokens }) =>
    `The neuron carries the feature ${Math.abs(tokens) === 1 ? 'a token' : counted(Math.abs(tokens), 'token')} ${tokens < 0 ? 'before' : 'after'} the label does.`,
  'number behind': ({ says, rival }) =>
    `It knows ${says}, of which this is only a part: where this stays the same, it tells the number still (${rival.toFixed(2)}).`,
  'few seeds have one': ({ having, networks }) =>
    `Only ${having} of ${counted(networks, 'other seed')} ${pluralOf(having, 'has', 'have')} such a neuron.`,
  'no state': () =>
    'The token decides the feature, and the neuron does not remember it: there is no state to be flipped.',
  'no effect measured': () => 'The effect could not be told.',
  'no other mask': () => 'No document has another of its source, whose mask could be taken.',
  'few documents with both': ({ found, needed }) =>
    `${counted(found, 'document')} ${pluralOf(found, 'holds', 'hold')} tokens both inside and outside, and the flip needs ${needed}.`,
  'nothing speaks for it': () =>
    'Nothing that the network knows could be told apart from it, and it differs from the label too often: it may be something that goes with it.',
  'few seeds': ({ found, needed }) =>
    `${counted(found, 'other seed')} ${pluralOf(found, 'was', 'were')} trained, and the share needs ${needed}.`,
  'not yet': () => 'The evidence has not come so far yet.',
  catalogue: () => 'It is asked of the features that the experiment names: put the feature among them.',
  'quick evidence': () => 'Quick evidence leaves it out: set evidence=full.',
  'neuron not held': () =>
    'The neuron disagrees with the label at too many tokens to pass unless it is held there, which full evidence does for the features that the experiment names.',
  'not shown to be held out': () => 'The text cannot be shown to be held out from the training of this model.',
  'no untrained network': () => 'No untrained network was read.',
  'not learned': () => "Only a claim that passed 'learned' is asked more.",
  'not specific': () => 'What goes with the feature is not asked whether it helps the network.',
  'one seed': ({ seeds, trained }) =>
    `Set ${trained ? '' : 'model.checkpoint= (empty) and '}seeds=${seeds} to train ${counted(seeds, 'network')} and compare them.`,
  'trained elsewhere': () =>
    'The model was trained by another program, so it cannot be trained again here from other seeds. Import further trainings of it, and ask the same of each.',
  'decided there': () => 'The token read there decides the feature.',
  'still there': () => 'The neuron is alike in all documents there.',
};

export const reasonSentence = (reason: Reason): string =>
  (sentences[reason.code] as (values: Reason) => string)(reason);
