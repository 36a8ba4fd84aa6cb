/** Three networks, and what PyTorch gives for them (tests/fixtures/patches/make.py). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Model } from '../../../runner/library/model.ts';
import type { Patch } from '../../../runner/library/patch.ts';
import type { EngineName } from '../../../runner/nn/engines/engines.ts';
import { open } from '../../../runner/open.ts';

interface TorchNumbers {
  path: string;
  /** After token 4 and the last one. */
  lens: { array: string; logits: number[][] };
  /** After the last token, as those of patches. */
  plain: number[];
  patches: { patch: Patch; logits: number[] }[];
}

const at = (path: string): string => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
const { ids, networks }: { ids: number[]; networks: Record<string, TorchNumbers> } = JSON.parse(
  readFileSync(at('patches/patches.json'), 'utf8'),
);

export { ids };
export const torch = Object.entries(networks).map(([name, numbers]) => ({ name, ...numbers }));
export const opened = ({ path }: Pick<TorchNumbers, 'path'>, engine: EngineName = 'reference'): Promise<Model> =>
  open(at(path), { engine });

/** The largest difference; NaN where there is one, or none of the values. */
export const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === 0 || a.length !== b.length
    ? Number.NaN
    : Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
