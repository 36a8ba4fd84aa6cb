import { expect, it } from 'vitest';
import { memorySink, observe } from '../../../../runner/analysis/reading/observe.ts';
import { recordedStates } from '../../../../runner/analysis/reading/read-joins.ts';
import { recordingInMemory } from '../../../../runner/analysis/reading/recording.ts';
import { openRunner } from '../../../../runner/analysis/reading/runner.ts';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine as engine } from '../../../../runner/engines/reference/engine.ts';
import { recordedNames, widthOf } from '../../../../runner/models/reading.ts';
import { initialWeights } from '../../../../runner/training/initialization.ts';

const vocabulary = 12;
const { below } = random(4);
const ids = Int32Array.from({ length: 60 }, () => below(vocabulary));
const segments = [
  [0, 20],
  [20, 40],
] as const;
const before = Int32Array.of(3, 1, 4);
const positions = [33, 1, 20 + 39];

const networks = [
  { cell: 'rnn', layers: 1, units: 5, embedding: 3, vocabulary },
  { cell: 'slstm', layers: 1, units: 4, embedding: 3, vocabulary },
  { cell: 'lstm', layers: 2, units: 4, embedding: 4, vocabulary, projection: 3, residual: true },
] as const;

it.each(networks)('the states that a %o carried are those that it is brought into again', async (architecture) => {
  const weights = initialWeights(architecture, { normal: 0.7 }, 3);
  const sink = memorySink(ids.length, architecture);
  await observe({ engine, checkpoint: { architecture, weights }, before, ids, segments, sink });
  const recording = recordingInMemory(sink.arrays, (name) => widthOf(architecture, name));
  const runner = openRunner(engine, { architecture, weights }, before);
  const read = await runner.statesBefore({ ids, segments }, positions);
  await runner.release();
  const recorded = recordedNames(architecture);
  const taken = await recordedStates(recording, architecture, { recorded, positions });
  expect(taken).toHaveLength(positions.length);
  for (const [place, state] of read.entries()) {
    expect(Object.keys(taken?.[place] ?? {}).sort()).toEqual(Object.keys(state).sort());
    for (const [name, values] of Object.entries(state)) {
      expect([...(taken?.[place]?.[name] ?? [])]).toEqual([...values].map((value) => expect.closeTo(value, 5)));
    }
  }
});

it('there are none where something that is carried was not recorded', async () => {
  const [architecture] = networks;
  const recording = recordingInMemory(new Map(), () => 5);
  expect(await recordedStates(recording, architecture, { recorded: ['preactivation.1'], positions })).toBeUndefined();
});
