/** What `gpu:check` finds out, the verdict on each device and the tables to paste. Pure. */
import { counted } from '../../core/words.ts';

/** Largest deviations from the reference engine, which computes in double precision. */
export interface Deviations {
  /** Relative, of a product whose value is known: 0 in single precision, 2e-4 with TF32. */
  product: number;
  /** Of what is recorded while a network reads, by cell and component: 'lstm hidden'. */
  recorded: Readonly<Record<string, number>>;
  /** Of the loss (nats) and of a parameter after some steps of training. */
  loss: number;
  parameter: number;
  /**
   * Of a parameter, between a training that was stopped by Ctrl-C and taken up again and one that never stopped, both on
   * this device; NaN where it did not stop.
   */
  resumed: number;
}

/** One size of network, trained with dropout. */
export interface TrainingSpeed {
  size: string;
  /** Tokens read a second. */
  tokensPerSecond: number;
  /**
   * Milliseconds: of drawing a step's masks and of handing them to the device, of a step with both, until a training
   * stops that is asked to, of compiling and uploading, of downloading all parameters.
   */
  masks: number;
  inputs: number;
  step: number;
  stops: number;
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

export interface GpuMeasurements {
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
  found: GpuMeasurements | string;
  /** Nodes of the training's and the reading's graphs by the provider that they run on; empty where it is not told. */
  nodes: Readonly<Record<string, number>>;
  /** The kinds of those on the CPU, of a device that is another. */
  kinds: Readonly<Record<string, number>>;
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
    found[name] <= tolerance[name] ? [] : [`${words[name]} ${deviates(found[name])}`],
  );
}

const deviates = (by: number): string =>
  Number.isFinite(by) ? `deviate by ${by.toExponential(1)}` : 'are no numbers, or could not be compared';

/** One line: whether its numbers are right, and how fast it is beside the CPU. */
export function verdict({ engine, device, found, nodes, kinds }: DeviceReport, cpu: GpuMeasurements | null): string {
  const name = `${engine} on ${device}`;
  if (typeof found === 'string') return `${name}: does not work. ${found}`;
  const wrong = wrongNumbers(found.deviations);
  const numbers = wrong.length === 0 ? 'numbers right' : `numbers wrong: ${wrong.join(', ')}`;
  const onCpu = device === 'cpu' ? 0 : (nodes.CPUExecutionProvider ?? 0);
  const which = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`);
  const left = onCpu === 0 ? '' : `; ${counted(onCpu, 'node')} fell back to the CPU (${which.join(', ')})`;
  return `${name}: ${numbers}${device === 'cpu' || cpu === null ? '' : `; ${besideCpu(found, cpu)}`}${left}.`;
}

function besideCpu({ training, reading, sampling }: GpuMeasurements, cpu: GpuMeasurements): string {
  const times = (a: number, b: number) => `${(a / b).toPrecision(2)} times`;
  const trains = training.flatMap(({ size, tokensPerSecond }) => {
    const same = cpu.training.find((each) => each.size === size);
    return same === undefined ? [] : [`trains ${size} ${times(tokensPerSecond, same.tokensPerSecond)}`];
  });
  return `${[...trains, `reads ${times(reading, cpu.reading)}`, `samples ${times(sampling, cpu.sampling)}`].join(', ')} as fast as the CPU`;
}

/** The CPU's row, which the others are compared with. */
export function cpuOf({ devices }: Pick<GpuReport, 'devices'>): GpuMeasurements | null {
  const found = devices.find(({ engine, device }) => engine === 'onnx' && device === 'cpu')?.found;
  return found === undefined || typeof found === 'string' ? null : found;
}

const whole = (value: number): string => value.toFixed(0);
const small = (value: number): string => (value === 0 ? '0' : value.toExponential(1));
const tenths = (value: number): string => value.toFixed(1);

const columns: readonly (readonly [heading: string, of: (speed: TrainingSpeed) => string])[] = [
  ['network', ({ size }) => size],
  ['trained tokens/s', ({ tokensPerSecond }) => whole(tokensPerSecond)],
  ['step ms', ({ step }) => tenths(step)],
  ['masks ms', ({ masks }) => tenths(masks)],
  ['inputs ms', ({ inputs }) => tenths(inputs)],
  ['start ms', ({ start }) => tenths(start)],
  ['download ms', ({ download }) => tenths(download)],
  ['Ctrl-C s', ({ stops }) => tenths(stops / 1000)],
  ['memory MB', ({ memory }) => memory.map(({ step, megabytes }) => `${whole(megabytes)} at ${step}`).join(', ')],
];

const gpuMemory = (memory: readonly MemoryAt[]): string =>
  memory.every(({ gpuMegabytes }) => gpuMegabytes === null)
    ? 'not told'
    : memory
        .map(({ step, gpuMegabytes }) => `${gpuMegabytes === null ? '?' : whole(gpuMegabytes)} at ${step}`)
        .join(', ');

const legend = [
  'A step trains on one batch. Of it, masks is the time to draw its dropout masks (in another thread), inputs the time to hand them to the device.',
  'Start compiles the network and uploads it, download fetches its weights. Ctrl-C is the longest that a stop waits for the steps begun.',
  'Memory is that of the process after an early and after the last step.',
].join(' ');

/** A device of a report as a row of the table in docs/gpu.md. */
export interface ReportedDevice {
  machine: string;
  /** 'onnx on webgpu'. */
  device: string;
  /** 'right', or what is wrong with them. */
  numbers: string;
  /** Times the speed of the machine's CPU, at the largest size; null where it was not measured. */
  trains: number | null;
  reads: number | null;
  samples: number | null;
  /** In the short form speeds say little. */
  short: boolean;
}

/** The card, as NVIDIA's program names it with its driver, else as the system does; and the system. */
export function machineOf({ system }: Pick<GpuReport, 'system'>): string {
  const [nvidia] = Object.entries(system).flatMap(([name, value]) => (name.startsWith('NVIDIA') ? [value] : []));
  const [card, driver] = (nvidia ?? '').split(',').map((part) => part.trim());
  // Where it has none to show, that is said in words.
  const gpu = card && /^\d/.test(driver ?? '') ? `${card} (driver ${driver})` : (system.GPU ?? 'unknown GPU');
  return `${gpu}, ${(system.system ?? 'unknown system').split(',')[0]}`;
}

/** The devices other than the CPU that work. */
export function reportedDevices(report: GpuReport): ReportedDevice[] {
  const cpu = cpuOf(report);
  return report.devices.flatMap(({ engine, device, found }) => {
    if (typeof found === 'string' || device === 'cpu') return [];
    const size = found.training.at(-1);
    const same = cpu?.training.find((each) => each.size === size?.size);
    const wrong = wrongNumbers(found.deviations);
    return {
      machine: machineOf(report),
      device: `${engine} on ${device}`,
      numbers: wrong.length === 0 ? 'right' : wrong.join(', '),
      trains: size && same ? size.tokensPerSecond / same.tokensPerSecond : null,
      reads: cpu && found.reading / cpu.reading,
      samples: cpu && found.sampling / cpu.sampling,
      short: report.short,
    };
  });
}

/** One line for the title of an issue: the machine, and what each device other than the CPU comes to. */
export function issueTitle(report: GpuReport): string {
  const times = (value: number | null) => (value === null ? 'not measured' : `${value.toPrecision(2)} times the CPU`);
  const devices = reportedDevices(report).map(
    ({ device, numbers, trains }) => `${device}: numbers ${numbers}, trains ${times(trains)}`,
  );
  const short = report.short ? ', short form' : '';
  return `GPU report: ${machineOf(report)}${short}; ${devices.join('; ') || 'no GPU works'}`.replace(/\s+/g, ' ');
}

/** What the form of issues asks for, as the last lines of the command: the title, and all of the report on one line. */
export const issueLines = (report: GpuReport): string =>
  [
    'To pass it on, open an issue with the form "GPU report". Its title:',
    issueTitle(report),
    'And for its field "Report":',
    JSON.stringify(report),
  ].join('\n');

/** To read: the verdicts, a row for each size on each device that works, the machine. */
export function markdown(report: GpuReport): string {
  const cpu = cpuOf(report);
  const works = report.devices.flatMap(({ engine, device, found }) =>
    typeof found === 'string' ? [] : [{ name: `${engine} on ${device}`, device, ...found }],
  );
  const numbers = works.map(({ name, deviations, reading, sampling }) => {
    const worst = Object.entries(deviations.recorded).sort(([, a], [, b]) => b - a)[0];
    return [
      name,
      worst === undefined ? '' : `${small(worst[1])} (${worst[0]})`,
      ...[deviations.parameter, deviations.resumed].map(small),
      deviations.product > tolerance.product ? 'yes' : 'no',
      ...[reading, sampling].map(whole),
    ];
  });
  const trained = works.flatMap(({ name, device, training }) =>
    training.map((speed) => [
      name,
      ...columns.map(([, of]) => of(speed)),
      device === 'cpu' ? 'none' : gpuMemory(speed.memory),
    ]),
  );
  return [
    ...report.devices.map((each) => `- ${verdict(each, cpu)}`),
    '',
    ...table(
      [
        ...['device', 'largest deviation of what is recorded', 'of a trained weight', 'after Ctrl-C and resuming'],
        ...['products rounded (TF32)', 'read tokens/s', 'sampled tokens/s'],
      ],
      numbers,
    ),
    '',
    ...table(['device', ...columns.map(([heading]) => heading), 'GPU memory MB'], trained),
    '',
    report.short ? `${legend} In the short form a few steps are timed, which says little of speed.` : legend,
    '',
    ...Object.entries(report.system).map(([name, value]) => `- ${name}: ${value.trim().replaceAll('\n', '; ')}`),
    '',
  ].join('\n');
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(headings), row(headings.map(() => '---')), ...rows.map(row)];
}
