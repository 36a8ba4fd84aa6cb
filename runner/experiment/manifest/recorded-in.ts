/** The arrays that `record` names, in the network of a checkpoint: such as it has, and whose numbers are neurons. Pure. */
import { item } from '../../core/at.ts';
import { InputError } from '../../core/errors.ts';
import { counted, either } from '../../core/words.ts';
import { factsOf, isCell, type NetworkName, nameOfNetwork } from '../../models/networks.ts';
import { type ArrayFacts, isOfNeurons, type Role } from '../../models/readers/reader.ts';
import { type Readable, readerOf } from '../../models/reading.ts';
import { evidenceLevel } from './evidence.ts';
import type { LoadedManifest } from './load.ts';
import { recordedOf } from './record.ts';

/** Why the single numbers of these are not analysed. */
const meaningless: Partial<Record<Role, string>> = {
  address: 'An address says where a memory is written or read, and means something only as a whole',
  stream: 'A stream is what all layers add to, and its single numbers mean nothing alone',
};

/** The array that is analysed, of so many in the list. @throws InputError when there is none, or its numbers are no neurons. */
export function recordedIn(
  { manifest, stated }: Pick<LoadedManifest, 'manifest' | 'stated'>,
  index: number,
  architecture: Readable,
  name: string,
): ArrayFacts {
  const all = recordedOf(manifest);
  const { layer, component: asked } = item(all, index);
  const network = nameOfNetwork(architecture);
  const isStated = stated.has(`record.${index}.component`) || (all.length === 1 && stated.has('record.component'));
  const component = isStated ? asked : factsOf(network).defaultComponent;
  const key = all.length === 1 ? 'record' : `record.${index}`;
  if (layer > architecture.layers) {
    throw new InputError('no-such-layer', {
      what: `"${key}.layer" is ${layer} and the checkpoint ${name} has ${counted(architecture.layers, 'layer')}`,
    });
  }
  const arrays = readerOf(architecture).arrays.filter((each) => each.layer === layer);
  const found = arrays.find((each) => each.component === component);
  const fix = `Choose ${either(arrays.filter(({ about }) => isOfNeurons(about)).map((each) => each.component))}`;
  if (found === undefined) {
    throw new InputError('no-such-component', {
      what: `"${key}.component" is ${component}, which the ${nameIn(network)} of the checkpoint ${name} does not have`,
      fix,
    });
  }
  const { role } = found.about;
  const why = role && meaningless[role];
  if (why !== undefined) {
    throw new InputError('no-such-component', {
      what: `"${key}.component" is ${component}, the ${found.about.name} of the ${nameIn(network)} ${name}, which is no component of neurons`,
      why,
      fix,
    });
  }
  if (found.onlyShown === true && evidenceLevel(manifest.evidence) === 'full') {
    throw new InputError('no-such-component', {
      what: `"${key}.component" is ${component}, and "evidence" full holds neurons`,
      why: `The ${found.about.name} is computed to be looked at; nothing follows from it, and it cannot be held`,
      fix: `Set evidence to quick, or choose another component`,
    });
  }
  return found;
}

/** As a manifest names it, or its author. */
const nameIn = (network: NetworkName): string => (isCell(network) ? network : factsOf(network).label);
