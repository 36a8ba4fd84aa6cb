/** What a family of whole networks is called, and what is recorded of it. */
import type { ComponentAbout, Role } from '../reader.ts';

export interface FamilyComponent extends ComponentAbout {
  role: Role;
  /** True: computed to be looked at; nothing follows from it. */
  onlyShown?: boolean;
}

export interface FamilyTable {
  /** As in a sentence: 'RWKV-4'. */
  label: string;
  /** What is analysed when the manifest does not say. */
  defaultComponent: string;
  /** In the order in which a step computes them, layer by layer. */
  components: Readonly<Record<string, FamilyComponent>>;
}
