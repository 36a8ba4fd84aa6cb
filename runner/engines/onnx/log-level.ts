/** How much ONNX Runtime prints: errors alone, or (for `gpu:check`) where it places each node of a graph. Imports nothing. */

/** 'verbose' in the environment makes it print everything. */
export const onnxLog = 'RNN_ATLAS_ONNX_LOG';

const severities = { verbose: 0, errors: 3 } as const;

export const logSeverity = (): 0 | 3 => (process.env[onnxLog] === 'verbose' ? severities.verbose : severities.errors);
