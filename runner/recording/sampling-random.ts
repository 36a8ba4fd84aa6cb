/** The random numbers of sampling, apart from those of other uses of the same seed. Pure. */
import { type Random, random } from '../core/random.ts';

const samplingStream = 0x73616d70;

/** The same seed draws the same text, in the runner and on the page. */
export const samplingRandom = (seed: number): Random => random(seed, samplingStream);
