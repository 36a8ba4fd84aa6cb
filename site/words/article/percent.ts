/** Chances as the article prints them. Pure; runs in the browser too, so it brings nothing along. */
import { significant } from '../numbers.ts';

/** 0.0264 -> '2.6%'; two significant digits. */
export const percent = (share: number): string => `${significant(100 * share, 2)}%`;
