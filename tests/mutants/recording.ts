/** From the network to its recording. */
import { golden, type Mutant, unit } from './mutant.ts';

export const recording: readonly Mutant[] = [
  {
    about: 'a row of the recording stands one token late',
    in: 'rowsOf',
    find: 'start + t + 1 - rows',
    replace: 'start + t + 2 - rows',
    tests: golden,
  },
  {
    about: 'streams that are read side by side get each other’s values',
    in: 'rowsOf',
    find: 'values.subarray(s * units, (s + 1) * units)',
    replace: 'values.subarray(0, units)',
    tests: golden,
  },
  {
    about: 'the loss is that of the token just read',
    in: 'readGroup',
    find: 'next[s] = int32At(ids, start + t + 1)',
    replace: 'next[s] = int32At(ids, start + t)',
    tests: golden,
  },
  {
    about: 'the last token of a segment predicts the first of the next',
    in: 'readGroup',
    find: 'if (t < length - 1) { group.forEach($fill); }',
    replace: 'if (t < length) { group.forEach($fill); }',
    tests: golden,
  },
  {
    about: 'a segment goes on from the state in which another ended',
    in: 'begin',
    find: 'await executable.writeState(name, state);',
    replace: 'if (group[0]?.index === 0) await executable.writeState(name, state);',
    tests: golden,
  },
  {
    about: 'the rows of an array are written over one another',
    in: 'createRecordingFile',
    find: 'writeAt(name, start * $units, rows)',
    replace: 'writeAt(name, start, rows)',
    tests: golden,
  },
  {
    about: 'every neuron is the first one when a recording is read back',
    in: 'turnBlock',
    find: 'rows[row * units + unit]',
    replace: 'rows[row * units]',
    tests: golden,
  },
  {
    about: 'the sampled text is recorded one token late',
    in: 'sampleWith',
    find: 'array.set($values, t * $units)',
    replace: 'array.set($values, Math.min(t + 1, total - 1) * $units)',
    tests: golden,
  },
  {
    about: 'the unknown token may be drawn',
    in: 'mostLikely',
    find: 'if (!never.includes(id)) best = id;',
    replace: 'best = id;',
    tests: unit('recording/sample'),
  },
  {
    about: 'a neuron is set to the value of another place of the text',
    in: 'interventionFeeds',
    find: 'value(start + token)',
    replace: 'value(token)',
    tests: unit('recording/interventions'),
  },
  {
    about: 'what is meant for one segment is done in the first',
    in: 'interventionFeeds',
    find: 'bySegment.get(index)',
    replace: 'bySegment.get(0)',
    tests: unit('recording/interventions'),
  },
  {
    about: 'a side-car holds the square root of its colours',
    in: 'quantize',
    find: 'Math.round((at(row, t) / largest) * levels)',
    replace: 'Math.round(Math.sqrt(Math.abs(at(row, t) / largest)) * levels)',
    tests: golden,
  },
];
