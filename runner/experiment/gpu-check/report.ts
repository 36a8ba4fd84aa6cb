/** What `gpu:check` finds out, the verdict on each device and the table to paste. Pure. */

/** Largest deviations from the reference engine, which computes in double precision. */
export interface Deviations {
  /** Relative, of a product whose value is known: 0 in single precision, 2e-4 with TF32. */
  product: number;
  /** Of what is recorded while a network reads, by cell and component: 'lstm hidden'. */
  recorded: Readonly<Record<string, number>>;
  /** Of the loss (nats) and of a parameter after some steps of training. */
  loss: number;
  parameter: number;
  /** Of a parameter, between a training that is taken up again and one that never stopped, both on this device. */
  resumed: number;
}

/** One size of network, trained with dropout. */
export interface TrainingSpeed {
  size: string;
  /** Tokens read a second. */
  tokensPerSecond: number;
  /** Milliseconds: of drawing a step's masks, of a step with them, of compiling and uploading, of downloading all parameters. */
  masks: number;
  step: number;
  start: number;
  download: number;
  /** After an early and after the last step. */
  memory: readonly MemoryAt[];
}

export interface MemoryAt {
  step: number;
  /** Resident memory of the process. */
  megabytes: number;
  /** What it holds of the GPU's; null where that cannot be told, as by webgpu. */
  gpuMegabytes: number | null;
}

export interface Measured {
  deviations: Deviations;
  training: readonly TrainingSpeed[];
  /** Tokens a second. */
  reading: number;
  sampling: number;
}

export interface DeviceReport {
  engine: string;
  device: string;
  /** What was found, or why it does not work. */
  found: Measured | string;
  /** Nodes of the training's and the reading's graphs by the provider that they run on; empty where it is not told. */
  nodes: Readonly<Record<string, number>>;
}

export interface GpuReport {
  /** Of this file. */
  format: 1;
  short: boolean;
  system: Readonly<Record<string, string>>;
  devices: readonly DeviceReport[];
}

/** As in the tests of every engine's numbers. */
const tolerance = { product: 1e-6, recorded: 1e-5, loss: 1e-4, parameter: 1e-4, resumed: 1e-5 } as const;

const largest = (deviations: Deviations): number => Math.max(0, ...Object.values(deviations.recorded));

/** What is wrong with the numbers, in words; empty where nothing is. */
export function wrongNumbers(deviations: Deviations): string[] {
  const found = { ...deviations, recorded: largest(deviations) };
  const words = {
    product: found.product > 1e-5 && found.product < 1e-3 ? 'products (TF32 is on)' : 'products',
    recorded: 'recorded components',
    loss: 'losses',
    parameter: 'trained parameters',
    resumed: 'trainings that are resumed',
  };
  return (Object.keys(tolerance) as (keyof typeof tolerance)[]).flatMap((name) =>
    found[name] <= tolerance[name] ? [] : [`${words[name]} deviate by ${found[name].toExponential(1)}`],
  );
}

/** One line: whether its numbers are right, and how fast it is beside the CPU. */
export function verdict({ engine, device, found, nodes }: DeviceReport, cpu: Measured | null): string {
  const name = `${engine} on ${device}`;
  if (typeof found === 'string') return `${name}: does not work. ${found}`;
  const wrong = wrongNumbers(found.deviations);
  const numbers = wrong.length === 0 ? 'numbers right' : `numbers wrong: ${wrong.join(', ')}`;
  const onCpu = device === 'cpu' ? 0 : (nodes.CPUExecutionProvider ?? 0);
  const left = onCpu === 0 ? '' : `; ${onCpu} nodes fell back to the CPU`;
  return `${name}: ${numbers}${device === 'cpu' || cpu === null ? '' : `; ${besideCpu(found, cpu)}`}${left}.`;
}

function besideCpu({ training, reading, sampling }: Measured, cpu: Measured): string {
  const times = (a: number, b: number) => `${(a / b).toPrecision(2)} times`;
  const trains = training.flatMap(({ size, tokensPerSecond }) => {
    const same = cpu.training.find((each) => each.size === size);
    return same === undefined ? [] : [`trains ${size} ${times(tokensPerSecond, same.tokensPerSecond)}`];
  });
  return `${[...trains, `reads ${times(reading, cpu.reading)}`, `samples ${times(sampling, cpu.sampling)}`].join(', ')} as fast as the CPU`;
}

/** The CPU's row, which the others are compared with. */
export function cpuOf({ devices }: Pick<GpuReport, 'devices'>): Measured | null {
  const found = devices.find(({ engine, device }) => engine === 'onnx' && device === 'cpu')?.found;
  return found === undefined || typeof found === 'string' ? null : found;
}

const whole = (value: number): string => value.toFixed(0);

const gpuMemory = (memory: readonly MemoryAt[]): string =>
  memory
    .map(({ step, gpuMegabytes }) => `${gpuMegabytes === null ? 'not told' : whole(gpuMegabytes)} at ${step}`)
    .join(', ');

/** To paste into an issue: the system, a row for each size on each device that works, the verdicts. */
export function markdown(report: GpuReport): string {
  const rows = report.devices.flatMap(({ engine, device, found }) => {
    if (typeof found === 'string') return [];
    const { deviations, training, reading, sampling } = found;
    const worst = Object.entries(deviations.recorded).sort(([, a], [, b]) => b - a)[0];
    return training.map(({ size, tokensPerSecond, masks, step, start, download, memory }) => [
      `${engine} on ${device}`,
      size,
      whole(tokensPerSecond),
      ...[masks, step, start, download].map((value) => value.toFixed(1)),
      memory.map(({ step: at, megabytes }) => `${whole(megabytes)} at ${at}`).join(', '),
      device === 'cpu' ? 'none' : gpuMemory(memory),
      whole(reading),
      whole(sampling),
      worst === undefined ? '' : `${worst[1].toExponential(1)} (${worst[0]})`,
      deviations.product > tolerance.product ? 'yes' : 'no',
    ]);
  });
  const headings = [
    ...['device', 'size', 'trained tokens/s', 'masks ms', 'step ms', 'start ms', 'download ms', 'memory MB'],
    ...['GPU memory MB', 'read tokens/s', 'sampled tokens/s', 'largest deviation', 'rounded products'],
  ];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cpu = cpuOf(report);
  return [
    ...Object.entries(report.system).map(([name, value]) => `- ${name}: ${value.trim().replaceAll('\n', '; ')}`),
    '',
    row(headings),
    row(headings.map(() => '---')),
    ...rows.map(row),
    '',
    ...report.devices.map((each) => `- ${verdict(each, cpu)}`),
    '',
  ].join('\n');
}
