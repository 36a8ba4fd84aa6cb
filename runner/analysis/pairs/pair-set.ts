/** All that is told of a set of pairs. Asks for readings. */
import { marginsWith, type NeuronGroup, type SetTask, stagesOf, valuesOf } from './asking.ts';
import { type HoldRequest, heldScores, interchangesOf, mostMargins } from './hold.ts';
import type { PairSet } from './pairs-schema.ts';
import {
  courseOf,
  type ExampleSources,
  examplesOf,
  profileCriteria,
  profiledNeurons,
  profilesOf,
  textsProfiled,
} from './profiles.ts';
import { scanOf } from './scan.ts';
import { scoresOf } from './score.ts';

export interface PairSetTask extends SetTask, Pick<ExampleSources, 'words'> {
  /** Neurons that are looked at, those of the leading claims first. */
  looked: readonly NeuronGroup[];
  /** Holds that were asked for by hand. */
  holds: readonly HoldRequest[];
  /** Whether every neuron is tried. */
  scan: boolean;
  /** Neurons that are told one by one, at most; absent: as many as is usual. */
  profiled?: number | undefined;
  /** What is compared with a neuron that the scan has found. */
  alikeTo(neuron: number): NeuronGroup['alike'];
}

/** Neurons whose time course is kept. */
const mostCourses = 6;

/** @returns all but what the file and its reading are called. */
export async function pairSetOf(
  task: PairSetTask,
): Promise<Omit<PairSet, 'name' | 'source' | 'mark' | 'before' | 'skipped' | 'unknown'>> {
  const { pairs, by, words } = task;
  const [asIs, scanning, holding, exchanging, profiling] = stagesOf(task, textsOf(task));
  const [margins = new Float64Array()] = await marginsWith(asIs, [[]]);
  const valuesFor = (all: readonly NeuronGroup[]) =>
    valuesOf(task, [...new Set(all.flatMap(({ neurons, alike }) => [neurons, ...alike].flat()))]);
  const first = await valuesFor(task.looked);
  const { means } = first;
  const scan = task.scan ? await scanOf(scanning, margins, means) : null;
  const found = (scan?.chosen ?? [])
    .filter(
      ({ neuron, passed }) =>
        passed && !task.looked.some(({ neurons }) => neurons.length === 1 && neurons[0] === neuron),
    )
    .map(({ neuron }): NeuronGroup => ({ neurons: [neuron], why: 'scan', alike: task.alikeTo(neuron) }));
  const looked = [...task.looked, ...found];
  const values = found.length === 0 ? first : await valuesFor(looked);
  const asked = looked.flatMap((neurons): HoldRequest[] => [
    { neurons, at: 'mean' },
    { neurons, at: 0 },
  ]);
  const held = await heldScores(holding, [...asked, ...task.holds], means);
  const interchange = await interchangesOf(exchanging, looked, margins, values);
  const shown = [...new Set(looked.flatMap(({ neurons }) => (neurons.length === 1 ? neurons : [])))];
  const told = task.scan ? await profiledNeurons(task, shown, task.profiled) : shown.slice(0, task.profiled);
  const drawn = shown.slice(0, mostCourses);
  return {
    ...{ by: [...by], pairs: pairs.length, held, interchange, scan },
    ...scoresOf(task, margins),
    courses: drawn.map((neuron) => courseOf(task, neuron, values)),
    examples: examplesOf(task, drawn, { margins, values, interchange, words }),
    ...(pairs.length <= mostMargins && { margins: Array.from(margins) }),
    ...(told.length > 0 && {
      profiles: await profilesOf(profiling, told, margins, await valuesOf(task, told)),
    }),
  };
}

/** Texts that are read: as they are, by the scan, for holds, for exchanges, and of neurons one by one. */
function textsOf({ sequences, looked, holds, scan, units, profiled = profileCriteria.neurons }: PairSetTask) {
  const readings = (groups: readonly NeuronGroup[]) => groups.reduce((sum, { alike }) => sum + 1 + alike.length, 0);
  const alone = new Set(looked.flatMap(({ neurons }) => (neurons.length === 1 ? neurons : []))).size;
  const told = Math.min(profiled, scan ? units : alone);
  return [
    sequences.length,
    scan ? (sequences.length * units) / 2 : 0,
    sequences.length * (2 * readings(looked) + readings(holds.map(({ neurons }) => neurons))),
    sequences.length * readings(looked),
    told * textsProfiled(sequences.length).reduce((sum, each) => sum + each, 0),
  ] as const;
}
