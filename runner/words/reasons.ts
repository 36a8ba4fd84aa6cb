/** Why something was not measured, or did not pass, in a sentence. Pure; knows only the codes. */
import { counted, percent, pluralOf } from '../core/words.ts';
import type { Reason, ReasonCode } from '../results/reasons-schema.ts';

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
    `The feature is in ${units(found, swapped)} of a half, and the test needs it in ${needed}.`,
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
  'no effect': () => 'The interval holds .5, no effect.',
  'other direction': ({ before }) =>
    `On the discovery half it was ${before > 0 ? 'higher' : 'lower'} at the feature, and here the other way.`,
  chance: ({ tests }) => `Chance alone gives as large a z among ${counted(tests, 'test')}.`,
  'chance on other documents': () => 'On documents that it was not chosen on, chance alone gives as much.',
  untrained: () => 'A network that never learnt has a neuron that tells the feature about as well.',
  'untrained at the top': () =>
    'Networks that never learnt tell the feature so well that no effect could be more than theirs.',
  'control labels': () =>
    'The same network has a neuron that tells a control label, as frequent as the feature, about as well.',
  'no more than the token': () => 'Among equal tokens the interval holds .5: it says no more than the token just read.',
  'other direction among equal tokens': () => 'Among equal tokens it goes the other way than it does over all tokens.',
  'chance among equal tokens': () => 'Among equal tokens chance alone gives as much.',
  'other states as well': () => "The wrong state costs the network no more than another document's states do.",
  'other than the label': () =>
    'Where the neuron and the label disagree, the network does better by the neuron: it carries something that goes with the feature.',
  rival: ({ feature }) => `Where the feature differs from “${feature}”, the neuron follows that.`,
  shifted: ({ tokens }) =>
    `The neuron carries the feature ${Math.abs(tokens) === 1 ? 'a token' : counted(Math.abs(tokens), 'token')} ${tokens < 0 ? 'before' : 'after'} the label does.`,
  'few seeds have one': ({ having, networks }) =>
    `Only ${having} of ${counted(networks, 'other seed')} ${pluralOf(having, 'has', 'have')} such a neuron.`,
  'others cost as much': ({ others, neurons }) =>
    `Of ${counted(neurons, 'neuron')} that ${pluralOf(neurons, 'is alike and does', 'are alike and do')} not know the feature, the wrong state of ${others} costs the network as much.`,
  'decided by the token': () => 'The token alone decides the feature; its lags tell what is remembered.',
  'no state': () =>
    'The token decides the feature, and the neuron does not remember it: there is no state to be flipped.',
  'no effect measured': () => 'The effect could not be told.',
  'no other mask': () => 'No document has another of its source, whose mask could be taken.',
  'few documents with both': ({ found, needed }) =>
    `${counted(found, 'document')} ${pluralOf(found, 'holds', 'hold')} tokens both inside and outside, and the flip needs ${needed}.`,
  'few disagree': ({ tokens, documents }) =>
    `The neuron and the label disagree at too few tokens, or in too few documents: ${counted(tokens, 'token')} in ${counted(documents, 'document')} are needed.`,
  undecided: () =>
    'Where the neuron and the label disagree, the loss of the network tells for neither: it may be something that goes with the feature.',
  'says another': ({ share }) =>
    `At ${percent(share)} of the tokens the neuron says another number, two levels away or more: so often that this number cannot be told from one that goes with it.`,
  'few seeds': ({ found, needed }) =>
    `${counted(found, 'other seed')} ${pluralOf(found, 'was', 'were')} trained, and the share needs ${needed}.`,
  'few alike': ({ found, needed }) =>
    `${counted(found, 'other neuron')} ${pluralOf(found, 'does', 'do')} not know the feature, and a comparison of flips needs ${needed}.`,
  'not yet': () => 'The evidence has not come so far yet.',
  catalogue: () => 'It is asked of the features that the experiment names: put the feature among them.',
  'quick evidence': () => 'Quick evidence leaves it out: set evidence=full.',
  'not shown to be held out': () => 'The text cannot be shown to be held out from the training of this model.',
  'no untrained network': () => 'No untrained network was read.',
  'not learned': () => "Only a claim that passed 'learned' is asked whether the network uses it.",
  'not used': () => "Only a claim that passed 'used' is asked whether it is this feature.",
  'one seed': ({ seeds, trained }) =>
    `Set ${trained ? '' : 'model.checkpoint= (empty) and '}seeds=${seeds} to train ${counted(seeds, 'network')} and compare them.`,
  'trained elsewhere': () =>
    'The model was trained by another program, so it cannot be trained again here from other seeds. Import further trainings of it, and ask the same of each.',
  'decided there': () => 'The token read there decides the feature.',
  'still there': () => 'The neuron is alike in all documents there.',
  'short text': ({ found, needed }) => `The text has ${counted(found, 'token')}; a rhythm needs at least ${needed}.`,
  constant: () => 'The activation does not change.',
  'explained by classes': () => 'The token classes explain the activation wholly.',
  'no frequency stands out': () => 'No frequency stands out once the token classes are taken out.',
};

export const reasonSentence = (reason: Reason): string =>
  (sentences[reason.code] as (values: Reason) => string)(reason);
