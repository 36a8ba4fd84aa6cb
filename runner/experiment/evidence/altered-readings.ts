/**
 * Reads the same stretches of text many times side by side, each time with one neuron altered, and keeps the losses and
 * probabilities at chosen tokens. The stretches begin in the state that the untouched network is in there.
 */
import type { AblationPlan } from '../../ladder/ablation-plan.ts';
import type { Component } from '../../models/cells/cells.ts';
import type { Checkpoint } from '../../models/checkpoint.ts';
import type { Intervention } from '../../models/intervention.ts';
import type { Engine } from '../../models/program.ts';
import { componentName } from '../../models/reading.ts';
import { createDecoder } from '../../recording/decoder.ts';
import { observe, type Segment } from '../../recording/observe.ts';
import { statesBefore } from '../../recording/states-before.ts';
import type { Activations } from '../../stats/tested-text.ts';
import type { Half } from './halves.ts';

export interface Altered {
  /** By which the reading is asked for afterwards. */
  id: string;
  neuron: number;
  /** What it is set to: a value, or at each token what it is at that token of another document. */
  value: number | 'of another document';
  wanted: 'loss' | 'probability';
}

export interface AlteredTask {
  engine: Engine;
  checkpoint: Pick<Checkpoint, 'architecture' | 'weights'>;
  layer: number;
  component: Component;
  ids: Int32Array;
  segments: readonly Segment[];
  /** The half that is read, with the component's activations, [neurons] each [tokens of the half]. */
  text: Half;
  activations: Activations;
  plan: AblationPlan;
  altered: readonly Altered[];
  /** Places of the plan (token t of all pieces' tokens) where losses, and where probabilities, are wanted. */
  lossAt: readonly number[];
  probabilityAt: readonly number[];
  /** [sets] each [vocabulary]: token sets whose probability is wanted. */
  sets: readonly Uint8Array[];
  onProgress?(share: number): void;
  pause?(): Promise<void>;
}

export interface AlteredReadings {
  /** Change of the next token's loss against the untouched network, nats, by place; NaN where it was not wanted. */
  change(id: string): Float32Array;
  /** Mean probability of each set over the places, [sets]; undefined when there is no such reading. */
  probability(id: string): Float64Array | undefined;
}

/** Stretches read side by side, and tokens handed to one call: a bound on memory. */
const streams = 768;
const tokensAtOnce = 1 << 22;

export async function readAltered(task: AlteredTask): Promise<AlteredReadings> {
  const { engine, checkpoint, plan, altered, text, ids, sets } = task;
  const { units, layers } = checkpoint.architecture;
  const size = plan.pieces.length * plan.length;
  // Place t of the plan in the observed text.
  const positions = Int32Array.from({ length: size }, (_, place) => {
    const start = plan.pieces[Math.floor(place / plan.length)]?.start ?? 0;
    return text.positions[start + (place % plan.length)] ?? 0;
  });
  const starts = plan.pieces.map((_, piece) => positions[piece * plan.length] ?? 0);
  const states = await statesBefore({ ...task, onProgress: () => {} }, starts);

  const readings = [null, ...altered];
  const losses = readings.map((reading) =>
    new Float32Array(reading?.wanted === 'probability' ? 0 : size).fill(Number.NaN),
  );
  const sums = readings.map(() => new Float64Array(sets.length));
  const keep = {
    loss: (reading: number, place: number) => (values: Float32Array) => losses[reading]?.set(values, place),
    probability: (reading: number) => (values: Float32Array) => {
      const sum = sums[reading] ?? new Float64Array(0);
      for (let set = 0; set < values.length; set++) sum[set] = (sum[set] as number) + (values[set] as number);
    },
  };
  const wanted = { loss: marked(task.lossAt, size), probability: marked(task.probabilityAt, size) };
  const decoders = {
    loss: await createDecoder(engine, checkpoint),
    probability: await createDecoder(engine, checkpoint, sets),
  };
  const atOnce = Math.max(1, Math.floor(tokensAtOnce / size));
  try {
    for (let from = 0; from < readings.length; from += atOnce) {
      const group = readings.slice(from, from + atOnce);
      const again = new Int32Array(group.length * size);
      for (let place = 0; place < again.length; place++) again[place] = ids[positions[place % size] ?? 0] ?? 0;
      const sink = {
        async write(_name: string, start: number, rows: Float32Array) {
          const reading = from + Math.floor(start / size);
          const kind = readings[reading]?.wanted ?? 'loss';
          for (let row = 0; row < rows.length / units; row++) {
            const place = (start + row) % size;
            if (wanted[kind][place] !== 1) continue;
            const next = again[start + row + 1] ?? 0;
            await decoders[kind].add(rows, row * units, next, keep[kind](reading, place));
          }
        },
      };
      await observe({
        engine,
        checkpoint,
        ids: again,
        segments: Array.from(
          { length: group.length * plan.pieces.length },
          (_, i): Segment => [i * plan.length, plan.length],
        ),
        initial: (segment) => states[segment % plan.pieces.length] ?? {},
        interventions: interventionsOf(task, group, size),
        streams,
        record: [componentName('hidden', layers)],
        predict: 'nothing',
        onProgress: (done) => task.onProgress?.((from * size + done) / (readings.length * size)),
        ...(task.pause && { pause: task.pause }),
        sink,
      });
    }
    await decoders.loss.finish();
    await decoders.probability.finish();
  } finally {
    await decoders.loss.release();
    await decoders.probability.release();
  }
  const indexOf = new Map(readings.map((reading, index) => [reading?.id, index]));
  const untouched = losses[0] ?? new Float32Array(size);
  return {
    change(id) {
      const found = losses[indexOf.get(id) ?? -1];
      if (found === undefined) throw new RangeError(`there is no reading "${id}"`);
      return found.map((loss, place) => loss - (untouched[place] ?? Number.NaN));
    },
    probability(id) {
      const index = indexOf.get(id);
      return index === undefined ? undefined : sums[index]?.map((sum) => sum / task.probabilityAt.length);
    },
  };
}

function marked(places: readonly number[], size: number): Uint8Array {
  const marks = new Uint8Array(size);
  for (const place of places) marks[place] = 1;
  return marks;
}

/** For each reading and stretch, the neuron that is set, and to what. */
function interventionsOf(
  { layer, component, plan, activations }: AlteredTask,
  group: readonly (Altered | null)[],
  size: number,
): Intervention[] {
  const { pieces, length, documents } = plan;
  // The pieces of a document stand together, so this is one of the next document.
  const another = pieces.length / documents;
  return group.flatMap((altered, reading) => {
    if (altered === null) return [];
    const { neuron, value } = altered;
    const activation = activations[neuron] ?? new Float32Array(0);
    return pieces.map((_, piece): Intervention => {
      const donor = pieces[(piece + another) % pieces.length]?.start ?? 0;
      const first = reading * size + piece * length;
      return {
        layer,
        component,
        neuron,
        value: typeof value === 'number' ? value : (position) => activation[donor + position - first] ?? 0,
        segment: reading * pieces.length + piece,
      };
    });
  });
}
