/** The terms that the pages use, each in a few plain words: sentences by term, in groups. */
import { rungLabels, rungNames } from '../../runner/analysis/findings/names-schema.ts';
import { both } from '../../runner/core/format.ts';

export const glossary: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Text: {
    Token:
      'One step of reading. In a word model a word, a space, a line break or a mark; in a character model one character.',
    Vocabulary: 'The tokens that a network knows. Whatever is not in it is read as <unk>.',
    'Held-out text':
      'Documents that took no part in training. What a network does there, it cannot have learned by heart. A text is called held out only when the network’s own list shows it.',
    Feature:
      'Something that some tokens of a text have and others do not: being a full stop, a noun, inside quotation marks; or a number that tokens have: how deep, how long since. It is defined on the text, without the network.',
    Carriers: 'The tokens that have a feature. They are underlined in the texts.',
  },
  Network: {
    'Recurrent network':
      'A network that reads one token after another and carries a state along. What it does at a token depends on all the tokens before.',
    'Neuron, unit':
      'One of the parallel parts of a layer. Each has its own state and, in an LSTM or a GRU, its own gates. Neurons are counted from 0, layers from 1.',
    Layer: 'Units that read together. The second layer reads the hidden states of the first.',
    Cell: 'The rule by which a unit makes its new state of the input and the old state: LSTM, GRU, plain RNN, and several of their relatives.',
    Activation: 'The value of one neuron after it has read a token. It gives the token its colour.',
    'Hidden state': 'What a unit shows to the next layer, to the prediction and to itself at the next token.',
    'Cell state': 'The memory of an LSTM unit, which only the gates let in, keep or show. It has no bounds.',
    Gate: 'A value between 0 (closed) and 1 (open) that another value is multiplied by. In an LSTM the input gate lets the new in, the forget gate keeps the old, the output gate shows it.',
    Candidate: 'The new content that a unit proposes at a token.',
    Embedding: 'The vector by which a token enters the network, learned or given.',
  },
  Training: {
    Loss: 'How much the token that came surprised the network: minus the natural logarithm of the probability it gave, averaged over tokens. Its unit is the nat; lower is better.',
    Perplexity:
      'The exponential of the loss: the number of equally likely tokens among which a guess would do as well. It compares networks only on the same text in the same tokens.',
    Epoch: 'One pass over the training text. Epoch 0 is the untrained network.',
    Validation: 'Text kept apart to decide, during training, which epoch is best. It is not the held-out text.',
    Seed: 'The number that fixes all random choices. Other seeds give other networks of the same kind, with other neurons.',
  },
  Measures: {
    Relevance:
      'The score that chooses neurons for the heatmap. The best neuron always has 1, even on noise. It is not evidence.',
    AUC: 'The chance that a token with the feature has a higher activation than one without. 0.5: no difference. 1: always higher. 0: always lower.',
    'Local AUC': 'The AUC among tokens of the same segment, so that a slow drift along the text counts for nothing.',
    'Local rank correlation, ρ':
      'The same of a feature that is a number: how far activation and number rise together within a segment, from −1 to 1. 0: no connection.',
    '95% interval': 'The range around a measured value that would hold the true one in 95 of 100 such experiments.',
    'p, adjusted p':
      'How often chance alone gives an effect as large. Adjusted: how often the best of all that was tested together does, so that searching widely is paid for.',
    'Lag profile': 'The effect of the feature on the activation some tokens before it and after it.',
    Spectrum:
      'How strongly a neuron swings at each frequency, in cycles per token. 0.5 is up at one token and down at the next.',
  },
  Evidence: {
    Claim:
      'This neuron’s activation is higher, or lower, where this feature is. Every claim that was tested is shown, whatever became of it.',
    Rung: `One of the ${rungNames.length} tests of a claim: ${both(rungNames.map((rung) => rungLabels[rung].toLowerCase()))}.`,
    Verdict: 'How far a claim holds, in one phrase computed from its rungs.',
    'Leading claim':
      'Of the claims on one feature, the one with the strongest verdict; of equal ones, that with the largest effect.',
    'Discovery and confirmation half':
      'Half of the documents choose the neuron; the other half, which took no part in the choice, tests it.',
    'Untrained network':
      'A network of the same shape with random weights. What its best neuron does too needs no learning to explain it.',
    'Control label':
      'A label that means nothing, as frequent as the feature. A network picks some of any label out; of a feature it must be more.',
    Rival: 'Another feature that goes with this one. The neuron must pick this one out better.',
    'State flip':
      'How much the loss grows when a neuron is held at the value of the wrong state (outside instead of inside the feature) while the network reads.',
    Ablation: 'Holding a neuron at its mean while the network reads, and measuring how the loss rises.',
    Group: 'Neurons that carry a feature together.',
    'Linear probe':
      'A linear model trained to read a feature from a whole layer: how much of it is in the layer at all.',
    Replication: 'Whether networks trained from other seeds have such a neuron too.',
  },
};

/** The id of a term on its page: 'p, adjusted p' -> 'p-adjusted-p'. */
export const termAnchor = (term: string): string =>
  term
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .replace(/^(\d)/, 'n$1');
