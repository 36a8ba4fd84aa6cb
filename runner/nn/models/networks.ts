/**
 * Networks by their names, of cells and whole ones alike: what each is called and what is recorded of it, for manifests, results,
 * the terminal and the pages.
 */
import { type CellName, cellNames, cells } from './cells/cells.ts';
import { type FamilyName, families, familyNames } from './readers/families.ts';
import { type ActivationInfo, isOfNeurons } from './readers/reader.ts';
import type { Readable } from './reading.ts';

/** `lstm`, `rwkv4`. */
export type NetworkName = CellName | FamilyName;
export const networkNames: readonly NetworkName[] = [...cellNames, ...familyNames];

export const nameOfNetwork = (network: Readable): NetworkName => ('cell' in network ? network.cell : network.family);

export interface NetworkFacts {
  /** As in a sentence: 'LSTM'. */
  label: string;
  /** In the order in which a step computes them. */
  components: Readonly<Record<string, ActivationInfo>>;
  /** What is analysed when the manifest does not say. */
  defaultComponent: string;
}

export const isCell = (name: NetworkName): name is CellName => Object.hasOwn(cells, name);

export const factsOf = (name: NetworkName): NetworkFacts => (isCell(name) ? cells[name] : families[name]);

/** Those that can be analysed. */
export const analysedComponents = (name: NetworkName): string[] =>
  Object.entries(factsOf(name).components)
    .filter(([, about]) => isOfNeurons(about))
    .map(([component]) => component);

/** What components are called, by their keys; of those that networks call differently as the first does. */
const names = new Map<string, string>();
for (const network of networkNames) {
  for (const [key, { name }] of Object.entries(factsOf(network).components)) if (!names.has(key)) names.set(key, name);
}

/** Of all networks. */
export const componentNames: readonly string[] = [...names.keys()];

/** 'output' -> 'output gate'; the key itself when no network has such a component. */
export const nameOf = (component: string): string => names.get(component) ?? component;

/** The interval that a component fills; null: it has no bounds, or they are not known. */
export const rangeIn = (
  network: NetworkName | undefined,
  component: string,
): NonNullable<ActivationInfo['range']> | null => (network && factsOf(network).components[component]?.range) ?? null;
