// Preloaded by tests (NODE_OPTIONS=--import): a machine on which ONNX Runtime's native library does not load, as an
// Intel Mac or a Windows without the Visual C++ runtime.
const { dlopen } = process;
process.dlopen = (module, file, ...flags) => {
  if (file.includes('onnxruntime_binding')) {
    throw Object.assign(new Error('The specified module could not be found: onnxruntime_binding.node'), {
      code: 'ERR_DLOPEN_FAILED',
    });
  }
  return dlopen(module, file, ...flags);
};
