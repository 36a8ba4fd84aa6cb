/** The table of docs/gpu.md: what was reported, then the machines that nobody has reported yet, whose cells say so. Pure. */
import type { GpuReport, ReportedDevice } from '../../runner/experiment/gpu-check/report.ts';
import { reportedDevices } from '../../runner/experiment/gpu-check/report.ts';
import { markdownTable } from './markdown.ts';

export interface GpuTable {
  /** Kinds of machines of which a report is wanted; one goes when its report comes. */
  wanted: { machine: string; device: string }[];
  reported: ReportedDevice[];
}

const times = (value: number | null, short: boolean): string =>
  value === null ? 'not measured' : `${value.toPrecision(2)}${short ? ' (short form)' : ''}`;

const noReport = 'no report yet';

export function gpuTable({ wanted, reported }: GpuTable): string {
  const rows = [
    ...reported.map(({ machine, device, numbers, trains, reads, samples, short }) => [
      ...[machine, device, numbers],
      ...[trains, reads, samples].map((value) => times(value, short)),
    ]),
    ...wanted.map(({ machine, device }) => [machine, device, ...Array<string>(4).fill(noReport)]),
  ];
  return markdownTable(
    ['machine', 'device', 'numbers', 'trains, times the CPU', 'reads, times the CPU', 'samples, times the CPU'],
    rows,
  );
}

/** With the devices of a report; an earlier report of the same machine and device goes. @throws RangeError when none works. */
export function withReport(table: GpuTable, report: GpuReport): GpuTable {
  const added = reportedDevices(report);
  if (added.length === 0) throw new RangeError('tables: no GPU works in this report');
  const isAdded = (row: { machine: string; device: string }) =>
    added.some(({ machine, device }) => machine === row.machine && device === row.device);
  return { ...table, reported: [...table.reported.filter((row) => !isAdded(row)), ...added] };
}
