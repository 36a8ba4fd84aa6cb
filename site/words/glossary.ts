/** The terms that the pages use, each in a few plain words. */

import { rungLabels, rungNames } from '../../runner/analysis/findings/names-schema.ts';
import { both } from '../../runner/core/words.ts';

export interface Term {
  term: string;
  /** Sentences. */
  meaning: string;
  /** Where the methods page says more: an anchor there. */
  more?: string;
}

export interface TermGroup {
  name: string;
  terms: Term[];
}

export const glossary: readonly TermGroup[] = [
  {
    name: 'Text',
    terms: [
      {
        term: 'Token',
        meaning:
          'One step of reading. In a word model a word, a space, a line break or a mark; in a character model one character.',
        more: 'text',
      },
      {
        term: 'Vocabulary',
        meaning: 'The tokens that a network knows, each with a number. Whatever is not in it is read as <unk>.',
      },
      {
        term: 'Corpus',
        meaning:
          'The texts that a network is trained and tested on, cut into documents. A document is never divided between training and testing.',
      },
      {
        term: 'Held-out text',
        meaning:
          'Documents that took no part in training. What a network does there, it cannot have learnt by heart. A text is called held out only when the network’s own list shows it.',
        more: 'text',
      },
      {
        term: 'Observed text',
        meaning: 'The text that the network reads while its neurons are recorded.',
      },
      {
        term: 'Sampled text',
        meaning:
          'Text that the network writes itself, each token drawn from the probabilities it gives. It illustrates and proves nothing.',
      },
      {
        term: 'Temperature',
        meaning:
          'How boldly the network writes. At 1 tokens are drawn with the probabilities it gives; below 1 the likely ones are preferred, above 1 the unlikely ones come more often.',
      },
      {
        term: 'Feature',
        meaning:
          'Something that some tokens of a text carry and others do not: being a full stop, a noun, inside quotation marks; or a number that tokens have: how deep, how long since. It is defined on the text, without the network.',
      },
      { term: 'Carriers', meaning: 'The tokens that carry a feature. They are underlined in the texts.' },
    ],
  },
  {
    name: 'Network',
    terms: [
      {
        term: 'Recurrent network',
        meaning:
          'A network that reads one token after another and carries a state along. What it does at a token depends on all the tokens before.',
        more: 'cells',
      },
      {
        term: 'Neuron, unit',
        meaning:
          'One of the parallel parts of a layer. Each has its own state and, in an LSTM or a GRU, its own gates. Neurons are counted from 0, layers from 1.',
      },
      {
        term: 'Layer',
        meaning: 'Units that read together. The second layer reads the hidden states of the first.',
      },
      {
        term: 'Cell',
        meaning:
          'The rule by which a unit makes its new state of the input and the old state: LSTM, GRU, plain RNN, and several of their relatives.',
        more: 'cells',
      },
      {
        term: 'Activation',
        meaning: 'The value of one component of one neuron after it has read a token. It gives the token its colour.',
        more: 'colours',
      },
      {
        term: 'Hidden state',
        meaning:
          'What a unit shows to the next layer, to the prediction and to itself at the next token. Between −1 and 1; in a minGRU and a minLSTM without bounds.',
      },
      {
        term: 'Cell state',
        meaning: 'The memory of an LSTM unit, which only the gates let in, keep or show. It has no bounds.',
      },
      {
        term: 'Gate',
        meaning:
          'A value between 0 (closed) and 1 (open) that another value is multiplied by. LSTM: input, forget and output gate. GRU: update and reset gate.',
      },
      { term: 'Input gate', meaning: 'How much of the candidate an LSTM unit takes into its cell state.' },
      {
        term: 'Forget gate',
        meaning: 'How much of its cell state an LSTM unit keeps. At 1 all is kept, at 0 all is forgotten.',
      },
      { term: 'Output gate', meaning: 'How much of its cell state an LSTM unit shows as its hidden state.' },
      { term: 'Update gate', meaning: 'How much of its hidden state a GRU unit keeps.' },
      { term: 'Reset gate', meaning: 'How much of the hidden state the candidate of a GRU unit gets to see.' },
      {
        term: 'Candidate',
        meaning: 'The new content that a unit proposes at a token; between −1 and 1 where it comes out of a tanh.',
      },
      {
        term: 'Preactivation',
        meaning: 'The sum of a plain RNN’s weighted inputs, before tanh makes it the hidden state.',
      },
      {
        term: 'Embedding',
        meaning:
          'The vector by which a token enters the network, learnt or given. One-hot input has none: a single 1 at the number of the token.',
      },
      {
        term: 'Checkpoint',
        meaning: 'A trained network as files: its weights, and what is needed to use them.',
      },
    ],
  },
  {
    name: 'Training',
    terms: [
      {
        term: 'Loss, cross-entropy',
        meaning:
          'Minus the natural logarithm of the probability that the network gave to the token that came, averaged over tokens. Its unit is the nat; lower is better.',
      },
      {
        term: 'Perplexity',
        meaning:
          'The exponential of the loss: the number of equally likely tokens among which a guess would do as well. It compares networks only on the same text in the same tokens.',
      },
      { term: 'Epoch', meaning: 'One pass over the training text. Epoch 0 is the untrained network.' },
      {
        term: 'Validation',
        meaning: 'Text kept apart to decide, during training, which checkpoint is best. It is not the held-out text.',
      },
      {
        term: 'Dropout',
        meaning: 'During training, values are set to 0 at random, so that the network relies on no single one.',
      },
      {
        term: 'Seed',
        meaning:
          'The number that fixes all random choices. Other seeds give other networks of the same kind, with other neurons.',
      },
    ],
  },
  {
    name: 'Measures',
    terms: [
      {
        term: 'Relevance',
        meaning:
          'The score that chooses neurons for the figures: how much a neuron jumps at the carriers plus how much it differs there. The best neuron always has 1, even on noise. It is not evidence.',
        more: 'relevance',
      },
      {
        term: 'AUC',
        meaning:
          'The chance that a carrier has a higher activation than a token that is none, ties counting half. 0.5: no difference. 1: always higher. 0: always lower.',
        more: 'ladder',
      },
      {
        term: 'Local AUC',
        meaning:
          'The AUC among tokens of the same segment, so that a slow drift along the text counts for nothing, less what swapped documents give on average.',
        more: 'ladder',
      },
      {
        term: 'Local rank correlation, ρ',
        meaning:
          'The same of a feature that is a number: how far activation and number rise together within a segment, from −1 to 1, less what swapped documents give on average. 0: no connection.',
        more: 'ladder',
      },
      {
        term: '95% interval',
        meaning: 'The range around a measured value that would hold the true one in 95 of 100 such experiments.',
      },
      {
        term: 'p, adjusted p',
        meaning:
          'How often chance alone gives an effect as large. Adjusted: how often the best of all neurons and features tested together gives one, so that searching widely is paid for.',
        more: 'ladder',
      },
      {
        term: 'Correlation, r',
        meaning: 'How closely two series of numbers follow each other, from −1 through 0 (not at all) to 1.',
      },
      {
        term: 'Lag profile',
        meaning: 'The effect of the feature on the activation some tokens before it and after it.',
        more: 'lags',
      },
      {
        term: 'Spectrum',
        meaning:
          'How strongly a neuron swings at each frequency, in cycles per token. 0.5 is up at one token and down at the next.',
        more: 'spectrum',
      },
    ],
  },
  {
    name: 'Evidence',
    terms: [
      {
        term: 'Claim',
        meaning:
          'This neuron’s activation is higher, or lower, where this feature is. Every claim that was tested is shown, whatever became of it.',
        more: 'ladder',
      },
      {
        term: 'Rung',
        meaning: `One of the ${rungNames.length} tests of a claim: ${both(rungNames.map((rung) => rungLabels[rung].toLowerCase()))}. A rung is passed, failed, not applicable, not testable (too little text) or not asked.`,
        more: 'ladder',
      },
      {
        term: 'Verdict',
        meaning: 'How far a claim holds, in one phrase computed from its rungs.',
        more: 'ladder',
      },
      {
        term: 'Leading claim',
        meaning:
          'Of the claims on one feature, the one with the highest verdict; of equal ones, that with the largest effect.',
        more: 'ladder',
      },
      {
        term: 'Reference class',
        meaning:
          'The tokens among which a feature is compared with its absence: words, tokens that are not white space, or all tokens.',
        more: 'ladder',
      },
      {
        term: 'Discovery and confirmation half',
        meaning: 'Half of the documents choose the neuron; the other half, which took no part in the choice, tests it.',
        more: 'rung-heldOut',
      },
      {
        term: 'Untrained network',
        meaning:
          'A network of the same shape with random weights. What its best neuron does too needs no learning to explain it.',
        more: 'rung-learned',
      },
      {
        term: 'Control label',
        meaning:
          'A label that means nothing, as frequent as the feature. A network tells some of any label; what it tells of a feature must be more.',
        more: 'rung-learned',
      },
      {
        term: 'State flip',
        meaning:
          'How much the loss grows, in nats per token, when a neuron is held at the value of the wrong state (outside instead of inside the feature) while the network reads.',
        more: 'rung-used',
      },
      {
        term: 'Ablation',
        meaning: 'Holding a neuron at its mean while the network reads, and measuring how the loss rises.',
        more: 'rung-used',
      },
      {
        term: 'Group',
        meaning:
          'Neurons that carry a feature together: what is left of the likeliest when those are left out that the flip of all can spare.',
        more: 'rung-used',
      },
      {
        term: 'Linear probe',
        meaning:
          'A linear classifier trained to read a feature from a whole layer: how much of the feature is in the layer at all. Beside it stands the same probe of an untrained layer.',
      },
      {
        term: 'Replication',
        meaning: 'Whether networks trained from other seeds have such a neuron too.',
        more: 'rung-replicated',
      },
    ],
  },
];

/** The id of a term on its page: 'p, adjusted p' -> 'p-adjusted-p'. */
export const termAnchor = (term: string): string =>
  term
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .replace(/^(\d)/, 'n$1');
