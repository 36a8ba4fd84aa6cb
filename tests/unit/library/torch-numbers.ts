/** Three networks, and what PyTorch gives for them (tests/fixtures/patches/make.py). */
import { fileURLToPath } from 'node:url';
import type { Model } from '../../../runner/library/model.ts';
import type { Patch } from '../../../runner/library/patch.ts';
import type { EngineName } from '../../../runner/nn/engines/engines.ts';
import { made } from '../analysis/stats/reference.ts';
import { opened } from '../nn/models/readers/reference-networks.ts';

interface TorchNumbers {
  path: string;
  /** After token 4 and the last one. */
  lens: { array: string; logits: number[][] };
  /** After the last token, as those of patches. */
  plain: number[];
  patches: { patch: Patch; logits: number[] }[];
}

const at = (path: string): string => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
const { ids, networks } = made<{ ids: number[]; networks: Record<string, TorchNumbers> }>('patches/patches');

export { ids };
export const torch = Object.entries(networks).map(([name, numbers]) => ({ name, ...numbers }));
export const torchModel = ({ path }: Pick<TorchNumbers, 'path'>, engine: EngineName = 'reference'): Promise<Model> =>
  opened(at(path), { engine });
