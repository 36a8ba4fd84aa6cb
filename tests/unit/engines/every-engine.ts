/** The engines that every test of numbers runs on. */
import { engineNamed } from '../../../runner/engines/engines.ts';

export const engineNames = ['reference', 'onnx'] as const;
export const engineOf = engineNamed;

export const fixture = (path: string): string => new URL(`../../fixtures/reference/${path}`, import.meta.url).pathname;
