/**
 * How to get each device on this system, in sentences without their full stop: for `doctor` and for errors. Known
 * without loading a native library. Checked on Linux alone; the rest is from the makers' documentation.
 */
import { asTyped } from '../../core/place.ts';

/** As `process.platform` and `process.arch` name them. */
export interface System {
  platform: NodeJS.Platform;
  arch: string;
}

const installCuda = 'ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js';
/** Where the provider lies once it is installed, from the folder of the project. */
const cudaLibrary = 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so';

export interface HowToGet {
  webgpu: string;
  /** ONNX Runtime's provider. */
  cuda: string;
  /** TensorFlow's. */
  tensorflowCuda: string;
}

export function howToGet({ platform, arch }: System): HowToGet {
  return {
    webgpu: webgpu({ platform, arch }),
    cuda:
      platform === 'linux' && arch === 'x64'
        ? `Run \`${installCuda}\` (a download of several hundred megabytes; repeat it after each npm ci), and install the CUDA and cuDNN that this library asks for: \`ldd ${cudaLibrary}\` names those that are not found`
        : 'ONNX Runtime offers CUDA to Node on 64-bit Linux (x86-64) only: use webgpu, which runs on the same GPU',
    tensorflowCuda:
      arch === 'x64' && (platform === 'linux' || platform === 'win32')
        ? asTyped(
            'Run `npm run tensorflow`, which names what is missing of CUDA 11.2 and cuDNN 8; it was built for cards up to 2021 (Turing, Ampere): newer ones may compile for half an hour at the first start, or fail',
          )
        : 'TensorFlow.js computes on CUDA on 64-bit Linux and Windows (x86-64) only: use webgpu',
  };
}

/** True where ONNX Runtime's library, as its npm package brings it, holds the webgpu provider (1.30). */
export const hasWebgpuProvider = ({ platform, arch }: System): boolean => !(platform === 'linux' && arch === 'arm64');

function webgpu({ platform, arch }: System): string {
  if (!hasWebgpuProvider({ platform, arch })) {
    return "ONNX Runtime's library for 64-bit ARM Linux has no webgpu, and no driver changes that: compute on the CPU";
  }
  if (platform === 'darwin') {
    return arch === 'arm64'
      ? 'It runs on Metal; nothing needs to be installed'
      : 'ONNX Runtime has no library for Macs with Intel processors: engine=reference computes there, slowly';
  }
  if (platform !== 'linux') return "Install the GPU's current driver";
  return [
    "Install the GPU's Vulkan driver (Debian, Ubuntu: apt-get install libvulkan1, and mesa-vulkan-drivers for AMD and Intel, or for NVIDIA the package libnvidia-gl of the driver's number, which headless drivers leave out)",
    'start a container with NVIDIA_DRIVER_CAPABILITIES=all, without which it sees CUDA but not Vulkan',
    'vulkaninfo must list the GPU',
  ].join('; ');
}
