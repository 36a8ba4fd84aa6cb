/** Tokens before one that are asked what they put there, and how often each is replaced. */
export { occludedTokens, substituteCount } from '../../../runner/analysis/stats/substitutes.ts';
/** How many the model writes on at a press. */
export const writtenMore = 50;
/** Of a typed text of more tokens it is asked after the last alone what the model expects, which takes longer than reading. */
export const longestExpected = 500;
