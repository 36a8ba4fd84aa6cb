/** Paths of the numbers that PyTorch made. */
import { fileURLToPath } from 'node:url';

export const fixture = (path: string): string =>
  fileURLToPath(new URL(`../../../fixtures/reference/${path}`, import.meta.url));
