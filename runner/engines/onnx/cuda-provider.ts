/** How to get ONNX Runtime's cuda provider: known without loading the native library. Imports nothing. */
const install = 'ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js';

export const cudaProvider =
  process.platform === 'linux' && process.arch === 'x64'
    ? `Run \`${install}\` (a download of some hundred megabytes; again after each npm ci), and install CUDA 12 with cuDNN 9`
    : 'ONNX Runtime offers CUDA to Node on 64-bit Linux (x86-64) only: use webgpu, which runs on the same GPU';
