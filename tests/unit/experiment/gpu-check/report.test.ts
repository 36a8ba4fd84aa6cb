import { describe, expect, it } from 'vitest';
import { kindsOnCpu, placements } from '../../../../runner/experiment/gpu-check/devices.ts';
import {
  cpuOf,
  type Deviations,
  type DeviceReport,
  type GpuMeasurements,
  type GpuReport,
  issueLines,
  machineOf,
  markdown,
  reportedDevices,
  verdict,
  wrongNumbers,
} from '../../../../runner/experiment/gpu-check/report.ts';
import { gpuMemoryOn, nvidiaMemory, systemFacts } from '../../../../runner/experiment/gpu-check/system.ts';

const right: Deviations = {
  product: 0,
  recorded: { 'lstm hidden': 2e-7, 'gru update': 3e-6 },
  loss: 1e-6,
  parameter: 1e-6,
  resumed: 0,
};

const measured = (trained: number, read: number, gpu: number | null = null, deviations = right): GpuMeasurements => ({
  deviations,
  training: [
    {
      ...{ size: '672 units', tokensPerSecond: trained, masks: 8.84, inputs: 1.26, step: 20, stops: 800 },
      ...{ start: 900, download: 30 },
      memory: [
        { step: 10, megabytes: 500, gpuMegabytes: gpu },
        { step: 200, megabytes: 501, gpuMegabytes: gpu },
      ],
    },
  ],
  reading: read,
  sampling: read / 10,
});

const cpu: DeviceReport = { engine: 'onnx', device: 'cpu', found: measured(1000, 5000), nodes: {}, kinds: {} };
const gpu: DeviceReport = {
  engine: 'onnx',
  device: 'webgpu',
  found: measured(5200, 2500),
  nodes: { WebGpuExecutionProvider: 660 },
  kinds: {},
};

describe('the numbers of a device', () => {
  it('are right within what the tests of every engine allow', () => {
    expect(wrongNumbers(right)).toEqual([]);
    expect(wrongNumbers({ ...right, recorded: { 'lstm hidden': 1.1e-5 } })).toEqual([
      'recorded components deviate by 1.1e-5',
    ]);
    expect(wrongNumbers({ ...right, resumed: 1e-3, loss: 2e-4 })).toEqual([
      'losses deviate by 2.0e-4',
      'trainings that are resumed deviate by 1.0e-3',
    ]);
  });

  it('are no numbers where they are not finite', () => {
    expect(wrongNumbers({ ...right, parameter: Number.NaN })).toHaveLength(1);
    expect(wrongNumbers({ ...right, recorded: { 'rnn hidden': Number.NaN } })).toHaveLength(1);
  });

  it('say that TF32 is on when products keep 10 bits', () => {
    expect(wrongNumbers({ ...right, product: 2.4e-4 })).toEqual(['products (TF32 is on) deviate by 2.4e-4']);
  });
});

describe('the verdict on a device', () => {
  it('is one line: numbers, and speed beside the CPU', () => {
    const line = verdict(gpu, cpuOf({ devices: [cpu, gpu] }));
    expect(line).toBe(
      'onnx on webgpu: numbers right; trains 672 units 5.2 times, reads 0.50 times, samples 0.50 times as fast as the CPU.',
    );
    expect(verdict(cpu, cpuOf({ devices: [cpu] }))).toBe('onnx on cpu: numbers right.');
  });

  it('counts the nodes that fell back to the CPU, by their kinds', () => {
    const nodes = { CUDAExecutionProvider: 600, CPUExecutionProvider: 12 };
    expect(verdict({ ...gpu, nodes, kinds: { Mod: 9, Det: 3 } }, null)).toBe(
      'onnx on webgpu: numbers right; 12 nodes fell back to the CPU (9 Mod, 3 Det).',
    );
  });

  it('is why it does not work, where it does not', () => {
    const missing = { ...gpu, found: 'libcudnn.so.9: cannot open shared object file.' };
    expect(verdict(missing, null)).toBe(
      'onnx on webgpu: does not work. libcudnn.so.9: cannot open shared object file.',
    );
  });
});

describe('the tables to paste', () => {
  const devices: DeviceReport[] = [
    cpu,
    gpu,
    { ...gpu, device: 'cuda', found: measured(9000, 4000, 812.4) },
    { engine: 'tensorflow', device: 'cuda', found: 'It is not here.', nodes: {}, kinds: {} },
  ];
  const report: GpuReport = {
    ...{ format: 1, short: false, system: { GPU: 'a card', Vulkan: 'one\ntwo' }, devices },
  };

  it('begin with a verdict a device, then its numbers, then a row for each size, then the machine', () => {
    const lines = markdown(report).split('\n');
    expect(lines.slice(0, 4).map((line) => line.slice(0, 30))).toEqual([
      '- onnx on cpu: numbers right.',
      '- onnx on webgpu: numbers righ',
      '- onnx on cuda: numbers right;',
      '- tensorflow on cuda: does not',
    ]);
    expect(lines.filter((line) => line.startsWith('| onnx'))).toEqual([
      '| onnx on cpu | 3.0e-6 (gru update) | 1.0e-6 | 0 | no | 5000 | 500 |',
      '| onnx on webgpu | 3.0e-6 (gru update) | 1.0e-6 | 0 | no | 2500 | 250 |',
      '| onnx on cuda | 3.0e-6 (gru update) | 1.0e-6 | 0 | no | 4000 | 400 |',
      '| onnx on cpu | 672 units | 1000 | 20.0 | 8.8 | 1.3 | 900.0 | 30.0 | 0.8 | 500 at 10, 501 at 200 | none |',
      '| onnx on webgpu | 672 units | 5200 | 20.0 | 8.8 | 1.3 | 900.0 | 30.0 | 0.8 | 500 at 10, 501 at 200 | not told |',
      '| onnx on cuda | 672 units | 9000 | 20.0 | 8.8 | 1.3 | 900.0 | 30.0 | 0.8 | 500 at 10, 501 at 200 | 812 at 10, 812 at 200 |',
    ]);
    const widths = new Set(lines.filter((line) => line.startsWith('|')).map((line) => line.split(' | ').length));
    expect(widths).toEqual(new Set([7, 11]));
    expect(lines.slice(-3)).toEqual(['- GPU: a card', '- Vulkan: one; two', '']);
  });

  it('say what their columns are, and of the short form that it tells little of speed', () => {
    expect(markdown(report)).toContain('Ctrl-C is the longest that a stop waits');
    expect(markdown(report)).not.toContain('short form');
    expect(markdown({ ...report, short: true })).toContain('which says little of speed');
  });
});

describe("a GPU's memory", () => {
  const listed = '4711, 512\n4712, 100\n4711, 256\n4713, [N/A]\n';

  it('is what nvidia-smi says of the process, on all cards, in megabytes', async () => {
    const asked: string[] = [];
    const ask = async (program: string, words: readonly string[]) => {
      asked.push([program, ...words].join(' '));
      return listed;
    };
    expect(await nvidiaMemory(4711, ask)).toBeCloseTo(805.3, 1);
    expect(asked).toEqual(['nvidia-smi --query-compute-apps=pid,used_memory --format=csv,noheader,nounits']);
  });

  it('is not told where nvidia-smi is missing, does not list the process or does not know', async () => {
    expect(await nvidiaMemory(4711, async () => '')).toBeNull();
    expect(await nvidiaMemory(471, async () => listed)).toBeNull();
    expect(await nvidiaMemory(4713, async () => listed)).toBeNull();
    expect(await gpuMemoryOn('webgpu')()).toBeNull();
  });
});

describe('placements', () => {
  it('adds up the nodes of all graphs by provider, as ONNX Runtime 1.30 prints them', () => {
    const printed = [
      '2026-11-25 21:50:21.2 [V:onnxruntime:, session_state.cc:1377 VerifyEachNodeIsAssignedToAnEp] Node placements',
      '2026-11-25 21:50:21.2 [V:onnxruntime:, session_state.cc:1380 VerifyEachNodeIsAssignedToAnEp]  All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 660',
      '2026-11-25 21:50:22.2 [V:onnxruntime:, session_state.cc:1380 VerifyEachNodeIsAssignedToAnEp]  Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 24',
      '2026-11-25 21:50:22.2 [V:onnxruntime:, session_state.cc:1380 VerifyEachNodeIsAssignedToAnEp]  Node(s) placed on [CPUExecutionProvider]. Number of nodes: 3',
    ].join('\n');
    expect(placements(printed)).toEqual({ WebGpuExecutionProvider: 684, CPUExecutionProvider: 3 });
    expect(placements('nothing of it')).toEqual({});
  });

  it('names the kinds that are on the CPU, and no others', () => {
    const place = '2026-11-27 03:22:05.2 [V:onnxruntime:, session_state.cc:1383 VerifyEachNodeIsAssignedToAnEp]';
    const printed = [
      `${place}  Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 1`,
      `${place}   Tanh (Tanh_1)`,
      `${place}  Node(s) placed on [CPUExecutionProvider]. Number of nodes: 3`,
      `${place}   Mod (Mod_0)`,
      `${place}   Det (Det_2)`,
      `${place}   Mod (Mod_3)`,
      `${place}  All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 660`,
      `${place}   Gemm (Gemm_3)`,
    ].join('\n');
    expect(kindsOnCpu(printed)).toEqual({ Mod: 2, Det: 1 });
    expect(kindsOnCpu('nothing of it')).toEqual({});
  });
});

describe('the facts of a machine', () => {
  it("are what the makers' programs print, shortened", async () => {
    const printed: Record<string, string> = {
      'nvidia-smi': 'NVIDIA H100 80GB HBM3, 550.54.15, 9.0, 81559 MiB\n',
      vulkaninfo: 'Devices:\n  apiVersion         = 1.3.277\n  deviceName         = NVIDIA H100\n  other = 1\n',
    };
    const look = async () => ({ webgpu: ['The Vulkan loader is missing'], cuda: [] });
    const facts = await systemFacts(async (program) => printed[program] ?? '', look);
    expect(facts).toMatchObject({
      'NVIDIA (name, driver, compute capability, memory, by nvidia-smi)':
        'NVIDIA H100 80GB HBM3, 550.54.15, 9.0, 81559 MiB',
      'Vulkan (by vulkaninfo)': 'apiVersion = 1.3.277\ndeviceName = NVIDIA H100',
      'missing for webgpu': 'The Vulkan loader is missing',
      'missing for cuda': 'nothing that could be seen',
    });
    expect((await systemFacts(async () => '', look))['Vulkan (by vulkaninfo)']).toBe('not installed, or shows no card');
  });
});

describe('what goes into an issue', () => {
  const system = {
    system: 'linux 6.1.0 x64, Node 24.21.0, ONNX Runtime 1.30.0',
    GPU: 'vendor 10de',
    'NVIDIA (name, driver, compute capability, memory, by nvidia-smi)': 'NVIDIA RTX 4090, 550.54, 8.9, 24564 MiB',
  };
  const report: GpuReport = { format: 1, short: false, system, devices: [cpu, gpu] };

  it('is a title with the machine and each GPU, and all of the report on the last line', () => {
    const lines = issueLines(report).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe(
      'GPU report: NVIDIA RTX 4090 (driver 550.54), linux 6.1.0 x64; onnx on webgpu: numbers right, trains 5.2 times the CPU',
    );
    expect(JSON.parse(lines[3] ?? '')).toEqual(report);
  });

  it('is a row for each device that works, but the CPU', () => {
    expect(reportedDevices(report)).toEqual([
      {
        ...{ machine: 'NVIDIA RTX 4090 (driver 550.54), linux 6.1.0 x64', device: 'onnx on webgpu', numbers: 'right' },
        ...{ trains: 5.2, reads: 0.5, samples: 0.5, short: false },
      },
    ]);
    const broken = { ...gpu, found: measured(1, 1, null, { ...right, loss: 1 }) };
    expect(reportedDevices({ ...report, devices: [broken] })).toMatchObject([
      { numbers: 'losses deviate by 1.0e+0', trains: null, reads: null },
    ]);
    expect(reportedDevices({ ...report, devices: [cpu, { ...gpu, found: 'There is no GPU' }] })).toEqual([]);
  });

  it('names the card as the system does where there is none of NVIDIA, and says when no GPU works', () => {
    const other = {
      ...system,
      'NVIDIA (name, driver, compute capability, memory, by nvidia-smi)': 'not installed, or shows no card',
    };
    expect(machineOf({ system: { system: system.system, GPU: 'Apple M3' } })).toBe('Apple M3, linux 6.1.0 x64');
    expect(machineOf({ system: other })).toBe('vendor 10de, linux 6.1.0 x64');
    expect(issueLines({ ...report, short: true, devices: [cpu] })).toContain('short form; no GPU works\n');
  });
});
