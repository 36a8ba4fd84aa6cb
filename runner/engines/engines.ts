/** Engines by name, and the choice among them. A new engine is one folder and one line here. */
import type { Engine } from '../models/program.ts';
import { onnxEngine } from './onnx/engine.ts';
import { referenceEngine } from './reference/engine.ts';

export type EngineChoice = 'auto' | 'onnx' | 'reference';

/** `threads` (onnx only): how many cores one operation may use; default all. */
export async function engineNamed(choice: EngineChoice, threads?: number): Promise<Engine> {
  switch (choice) {
    case 'reference':
      return referenceEngine;
    case 'onnx':
    case 'auto':
      return onnxEngine(threads);
    default:
      return choice satisfies never;
  }
}
