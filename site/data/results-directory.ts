/** Where the published results lie: `results` in the public folder, which tests move by RNN_ATLAS_PUBLIC. */
import { resolve } from 'node:path';

export const resultsDirectory = (): string => resolve(process.env.RNN_ATLAS_PUBLIC || 'public', 'results');
