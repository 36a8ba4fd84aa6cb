/** Continues a text in many streams side by side, each with a neuron held at its own value, and noise that is the row's own. */
import { interventionFeeds } from '../../analysis/reading/interventions.ts';
import type { Network } from '../../analysis/reading/programs.ts';
import { drawn } from '../../analysis/stats/continuations.ts';
import { at } from '../../core/at.ts';
import { componentName } from '../../nn/models/cells/cell.ts';
import { intervenedNames } from '../../nn/models/intervention.ts';
import { type Engine, valueNamed } from '../../nn/models/program.ts';
import { firstState, operationsPerToken, readingProgram, recordedOutput, widthOf } from '../../nn/models/reading.ts';

export interface Writing {
  engine: Engine;
  network: Network;
  /** The neuron that is held, and its array. */
  held: { component: string; layer: number; neuron: number };
  /** [runs] null: it is left alone. */
  values: readonly (number | null)[];
  /** Continuations of each run, and tokens of each. */
  rows: number;
  length: number;
  temperature: number;
  /** Ids that are never drawn. */
  never: readonly number[];
}

export interface Written {
  /** [runs x rows] each [length], token ids. */
  rows: Int32Array[];
  /** [tokens of the prompt] The neuron after each, left alone. */
  states: number[];
}

/** Writes after one prompt after the other with what was compiled once. */
export async function openWriter({ engine, network, ...writing }: Writing) {
  const { held, values, rows, length, temperature, never } = writing;
  const { architecture, weights } = network;
  const name = componentName(held.component, held.layer);
  const streams = values.length * rows;
  const interventions = values.flatMap((value, run) =>
    value === null ? [] : Array.from({ length: rows }, (_, row) => ({ ...held, value, segment: run * rows + row })),
  );
  const options = { predict: 'tempered', record: [name], intervened: intervenedNames(interventions) } as const;
  const executable = await engine.compile(readingProgram(architecture, weights, streams, options), {
    operations: streams * operationsPerToken(architecture),
  });
  const group = Array.from({ length: streams }, (_, index) => ({ index, start: 0 }));
  const feeds = interventionFeeds(interventions, group, streams, (array) => widthOf(architecture, array));
  const inverseTemperature = Float32Array.of(1 / temperature);
  return {
    /** @param noise another for another prompt, so that rows of one number go on differently. */
    async after(prompt: Int32Array, noise: number, pause: () => Promise<void>): Promise<Written> {
      await feeds.begin(executable);
      for (const [state, first] of Object.entries(firstState(architecture, streams)))
        await executable.writeState(state, first);
      const written = Array.from({ length: streams }, () => new Int32Array(length));
      const states: number[] = [];
      const alone = values.indexOf(null) * rows * widthOf(architecture, name) + held.neuron;
      let token = new Int32Array(streams);
      for (let t = 0; t + 1 < prompt.length + length; t++) {
        if (t < prompt.length) token.fill(prompt[t] ?? 0);
        const outputs = await executable.run({ token, inverseTemperature, ...feeds.at(t) });
        if (t < prompt.length) states.push(at(valueNamed(outputs, recordedOutput(name)), alone));
        const step = t + 1 - prompt.length;
        if (step >= 0) {
          const chances = Float32Array.from(valueNamed(outputs, 'tempered'));
          token = token.map((_, stream) => {
            const own = chances.subarray(
              (stream * chances.length) / streams,
              ((stream + 1) * chances.length) / streams,
            );
            return drawn(own, never, noise * rows + (stream % rows), step);
          });
          for (const [stream, row] of written.entries()) row[step] = token[stream] ?? 0;
        }
        await pause();
      }
      return { rows: written, states };
    },
    release: () => executable.release(),
  };
}
