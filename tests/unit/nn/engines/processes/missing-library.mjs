// Stands in for a trial's process: prints what libraries print about a file that is missing, and answers that it failed.
process.stderr.write(
  [
    "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file: No such file or directory",
    '\u001b[1;31m2026-01-02 03:04:05.678901234 [E:onnxruntime:Default, provider_bridge_ort.cc:2251 TryGetProviderInfo_CUDA] /src/provider_bridge_ort.cc:1844 Failed to load library libonnxruntime_providers_cuda.so with error: libcudnn.so.9: cannot open shared object file: No such file or directory\u001b[m',
    'Everything else that it says is left out',
    'libnvrtc.so.12: cannot open shared object file',
  ].join('\n'),
);
process.send({ works: false, why: 'The onnx engine cannot use cuda.' }, () => process.exit());
