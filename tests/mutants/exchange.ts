/** From files of other programs to a model of ours. */
import { type Mutant, unit } from './mutant.ts';

const networks = unit('io/exchange/networks');
const hostile = unit('io/exchange/hostile-modules');

export const exchange: readonly Mutant[] = [
  {
    about: "the forget gate's 1 of a charRNN is added to another gate",
    in: 'charRnnModel',
    find: 'Math.floor(place / units) === 1',
    replace: 'Math.floor(place / units) === 2',
    tests: networks,
  },
  {
    about: "the gates of OpenAI's network stay in its order",
    in: 'order',
    file: 'openai-mlstm.ts',
    find: '[0, 1, 3, 2]',
    replace: '[0, 1, 2, 3]',
    tests: networks,
  },
  {
    about: 'of a dropped-out matrix the copy of the last pass is taken',
    in: 'unwrapped',
    find: 'original === undefined',
    replace: 'true',
    tests: networks,
  },
  {
    about: 'the bias of a projection is left out of the decoder',
    in: 'withoutProjection',
    find: 'value + (shifted.data[i] ?? 0)',
    replace: 'value',
    tests: networks,
  },
  {
    about: 'what is read from its end is shown in the order of reading',
    in: 'Reading',
    find: 'parts.backward ? fromLeftToRight(parts) : parts',
    replace: 'parts',
    tests: networks,
  },
  {
    about: 'a class of a model may be called',
    in: '#call',
    find: 'callee.make === null ? this.#refuse(callee.name) : callee.make(args)',
    replace: 'callee.make === null ? null : callee.make(args)',
    tests: hostile,
  },
  {
    about: "a storage's length is not that of its tensors",
    in: 'storagesBehind',
    find: 'length !== storage.length || end > bytes.length',
    replace: 'end > bytes.length',
    tests: hostile,
  },
  {
    about: 'the convolution of a layer forgets the token before',
    in: 'convolution',
    find: 'ops.slice(seen, 1, 1, kernel)',
    replace: 'before',
    tests: networks,
  },
];
