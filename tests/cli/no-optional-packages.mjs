// Preloaded by tests (NODE_OPTIONS=--import): an install that left out ONNX Runtime and what the site needs, and has no TensorFlow.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(name, context, next) {
    if (!/^(?:onnxruntime-node|@tensorflow\/.*|sirv)$/.test(name)) return next(name, context);
    throw Object.assign(new Error(`Cannot find package '${name}' imported from ${context.parentURL}`), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
  },
});
