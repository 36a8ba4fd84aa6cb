/** What an atlas is of. Apart from its sentences, which pages' scripts say too: those need no tables of all networks. Pure. */
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { componentName } from '../components.ts';

/** What the neuron's numbers are of: 'hidden state of layer 1'. */
export const recordedAs = ({ component, layer }: Pick<Atlas, 'component' | 'layer'>): string =>
  `${componentName(component)} of layer ${layer}`;
