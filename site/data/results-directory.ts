/** Where the published results lie: `results` in the public folder, which tests move by RNN_ATLAS_PUBLIC. */
import { atHome } from './places.ts';

export const resultsDirectory = (): string => atHome(process.env.RNN_ATLAS_PUBLIC || 'public', 'results');
