/** From text to weights. */
import { type Mutant, unit } from './mutant.ts';

export const training: readonly Mutant[] = [
  {
    about: 'the network learns to repeat the token that it reads',
    in: 'streamBatch',
    find: 'ids[start + t + 1]',
    replace: 'ids[start + t]',
    tests: unit('nn/train/batches'),
  },
  {
    about: 'all streams read the same stretch',
    in: 'streamBatch',
    find: 'stream * length + index * window',
    replace: 'index * window',
    tests: unit('nn/train/batches'),
  },
  {
    about: 'every epoch has the same order',
    in: 'epochBatches',
    find: 'random(seed, stream, epoch)',
    replace: 'random(seed, stream)',
    tests: unit('nn/train/batches'),
  },
  {
    about: 'what fills the last batch up counts as text',
    in: 'evaluationBatches',
    find: 'weight: weight.fill(1, 0, real * batch)',
    replace: 'weight: weight.fill(1)',
    tests: unit('nn/train/batches'),
  },
  {
    about: 'the first bias opens another gate than the forget gate',
    in: 'openGate',
    find: '$bias.fill(1, block * units, (block + 1) * units)',
    replace: '$bias.fill(1, 0, units)',
    tests: unit('nn/train/initialization'),
  },
  {
    about: 'a training that goes on draws the dropout masks of its first steps again',
    in: 'createTrainer',
    find: 'let done = start.stepsDone ?? 0;',
    replace: 'let done = 0;',
    tests: unit('nn/train/train'),
  },
  {
    about: 'the optimizer’s memory is lost when a training goes on',
    in: 'createTrainer',
    find: 'if (start.slots !== undefined) await write(slots, start.slots);',
    replace: '',
    tests: unit('nn/train/train'),
  },
  {
    about: 'a training in one pass reads the hidden states of its first step for ever',
    in: 'openOnePass',
    find: 'for (const name of carried) numbersOf(name).set(numbersOf(nextName(name)));',
    replace: '',
    tests: unit('nn/train/one-pass'),
  },
  {
    about: 'a training in one pass does not clip by value',
    in: 'openOnePass',
    find: 'step.clipNorm === null && step.clipValue !== null ? step.clipValue : Number.POSITIVE_INFINITY',
    replace: 'Number.POSITIVE_INFINITY',
    tests: unit('nn/train/one-pass'),
  },
  {
    about: 'what came back to a shared matrix is all laid to what the first step multiplied',
    in: 'ofProducts',
    find: 'list.map(({ left }) => left)',
    replace: 'list.map(() => item(list, 0).left)',
    tests: unit('nn/models/differentiate'),
  },
  {
    about: 'a value that is used twice forgets what came back from one use',
    in: 'total',
    find: 'all.reduceRight((uses, slope) => sum(slope, uses), first)',
    replace: 'first',
    tests: unit('nn/models/differentiate'),
  },
];
