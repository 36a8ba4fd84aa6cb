import { type Candidate, candidates } from '../../../../runner/nn/engines/engines.ts';

/** An engine on a device by its names. */
export function candidate(engine: Candidate['engine'], device: Candidate['device']): Candidate {
  const found = candidates.find((each) => each.engine === engine && each.device === device);
  if (found === undefined) throw new Error('there is no such candidate');
  return found;
}
