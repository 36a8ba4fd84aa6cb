/** `npm run site | build | preview`: Astro's dev server, build and preview. */
import { packageProgram, runNode } from './program.ts';

export const run = (words: string[]): Promise<number> => runNode(packageProgram('astro', 'astro'), words);
