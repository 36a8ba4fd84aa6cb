/** Engines on devices as the tests of their choice need them: real ones by name, and machines that are made up. */
import { type Candidate, candidates } from '../../../../runner/nn/engines/candidates.ts';
import type { EngineHost } from '../../../../runner/nn/engines/engines.ts';
import type { EngineTrial, TrialOptions } from '../../../../runner/nn/engines/trial.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';

export function candidate(engine: Candidate['engine'], device: Candidate['device']): Candidate {
  const found = candidates.find((each) => each.engine === engine && each.device === device);
  if (found === undefined) throw new Error('there is no such candidate');
  return found;
}

/** A machine whose engines open and compute nothing, and whose trials end as given; `asked` keeps what was tried. */
export function machineWith(
  trials: Readonly<Record<string, (options: TrialOptions) => EngineTrial>>,
  gpu: string | null = 'a GPU',
): EngineHost & { asked: { place: string; options: TrialOptions }[] } {
  const asked: { place: string; options: TrialOptions }[] = [];
  const open =
    ({ engine, device }: Candidate) =>
    async (): Promise<Engine> => ({
      name: engine,
      device,
      compile: () => Promise.reject(new Error('nothing is computed here')),
    });
  return {
    asked,
    candidates: candidates.map((each) => ({ ...each, open: open(each) })),
    gpu: async () => gpu,
    async tryOut({ engine, device }, options) {
      const place = `${engine} on ${device}`;
      asked.push({ place, options });
      return trials[place]?.(options) ?? { works: false, why: 'It is not here.' };
    },
  };
}
