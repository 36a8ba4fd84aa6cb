/** The whole calibration, by the command, as a reader would run it: minutes on two cores. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { calibrationSchema } from '../../runner/experiment/results/calibration-schema.ts';

const startFile = fileURLToPath(new URL('../../runner/start.mjs', import.meta.url));
const hours = 3_600_000;

describe('the calibration of the evidence', () => {
  it(
    'finds every rate where it should be, and every mutant, with a seed of its own',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-calibration-'));
      try {
        const words = [startFile, 'calibrate', 'seed=2026', 'json=true'];
        // Fails when a rate is not as it should be.
        const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: folder });
        const report = calibrationSchema.parse(JSON.parse(stdout));
        const written = readFileSync(join(folder, 'public', 'calibration.json'), 'utf8');
        expect(JSON.parse(written)).toEqual(report);
        expect(Object.keys(report.nulls)).toContain('real recording');
        const rates = [report.nulls, report.plants, report.mutants].flatMap((kind) =>
          Object.entries(kind).flatMap(([name, measures]) =>
            Object.entries(measures).map(([measure, { passed, rate }]) => ({ name, measure, passed, rate })),
          ),
        );
        expect(rates.length).toBeGreaterThan(50);
        expect(rates.filter(({ passed }) => !passed)).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    2 * hours,
  );
});
