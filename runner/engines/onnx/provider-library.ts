/** Where ONNX Runtime's cuda provider lies once it is installed; loads nothing. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export function providerLibrary(): string {
  const description = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const { platform, arch } = process;
  return join(dirname(description), 'bin', 'napi-v6', platform, arch, 'libonnxruntime_providers_cuda.so');
}
