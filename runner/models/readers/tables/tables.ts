/** The families by name, as tables alone: pages name components and need no equations. */
import type { ComponentAbout, Role } from '../reader.ts';
import { gatedDeltanetTable } from './gated-deltanet.ts';
import { griffinTable } from './griffin.ts';
import { mambaTable } from './mamba.ts';
import { mamba2Table } from './mamba2.ts';
import { rwkv4Table } from './rwkv4.ts';
import { rwkv7Table } from './rwkv7.ts';
import { slstmBlocksTable } from './slstm-blocks.ts';

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

const registry = {
  rwkv4: rwkv4Table,
  rwkv7: rwkv7Table,
  mamba: mambaTable,
  mamba2: mamba2Table,
  griffin: griffinTable,
  'gated-deltanet': gatedDeltanetTable,
  'slstm-blocks': slstmBlocksTable,
} satisfies Readonly<Record<string, FamilyTable>>;

export type FamilyName = keyof typeof registry;
export const familyTables: Readonly<Record<FamilyName, FamilyTable>> = registry;
export const familyNames = Object.keys(registry) as FamilyName[];
