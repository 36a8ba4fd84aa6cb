/** The families by name, as tables alone: pages name components and need no equations. */
import { gatedDeltanetTable } from './gated-deltanet.ts';
import { griffinTable } from './griffin.ts';
import { mambaTable } from './mamba.ts';
import { mamba2Table } from './mamba2.ts';
import { mingruLmTable, minlstmLmTable } from './min-lm.ts';
import { rwkv4Table } from './rwkv4.ts';
import { rwkv7Table } from './rwkv7.ts';
import { slstmBlocksTable } from './slstm-blocks.ts';
import type { FamilyTable } from './table.ts';

const registry = {
  rwkv4: rwkv4Table,
  rwkv7: rwkv7Table,
  mamba: mambaTable,
  mamba2: mamba2Table,
  griffin: griffinTable,
  'gated-deltanet': gatedDeltanetTable,
  'slstm-blocks': slstmBlocksTable,
  'mingru-lm': mingruLmTable,
  'minlstm-lm': minlstmLmTable,
} satisfies Readonly<Record<string, FamilyTable>>;

export type FamilyName = keyof typeof registry;
export const familyTables: Readonly<Record<FamilyName, FamilyTable>> = registry;
export const familyNames = Object.keys(registry) as FamilyName[];
