/** What GitHub runs: that each file is read as YAML, and calls what is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(project, '.github/workflows');
const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

interface Step {
  uses?: string;
  run?: string;
  if?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}
interface Workflow {
  name: string;
  on: { push?: { tags?: string[]; branches?: string[] }; workflow_run?: Record<string, string[]> };
  permissions: Record<string, string>;
  jobs: Record<
    string,
    { steps: Step[]; if?: string; permissions?: Record<string, string>; env?: Record<string, string> }
  >;
}
const workflows = readdirSync(folder).map(
  (name) => [name, parse(readFileSync(join(folder, name), 'utf8')) as Workflow] as const,
);
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
const commandsOf = (workflow: Workflow) => stepsOf(workflow).flatMap(({ run = '' }) => run.split('\n'));

describe.each(workflows)('%s', (_name, workflow) => {
  it('calls scripts of this package, and actions at a commit', () => {
    const steps = stepsOf(workflow);
    expect(steps.length).toBeGreaterThan(3);
    const called = commandsOf(workflow).flatMap((line) => [...line.matchAll(/npm (?:run ([\w:-]+)|(test))/g)]);
    for (const [, script, test] of called) expect(scripts).toHaveProperty([script ?? test ?? '']);
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  it('hands no text from outside to a shell but as a variable of its environment', () => {
    expect(commandsOf(workflow).join('\n')).not.toContain('${{');
  });
});

function workflowOf(file: string): Workflow {
  const [, workflow] = workflows.find(([name]) => name === file) ?? [];
  if (workflow === undefined) throw new Error(`there is no ${file}`);
  return workflow;
}

it('pages are deployed only where all tests of that commit of main have passed', () => {
  const [tests, pages] = [workflowOf('test.yml'), workflowOf('pages.yml')];
  expect(commandsOf(tests)).toContain('npm test');
  expect(tests.on.push).toEqual({ branches: ['main'] });
  expect(pages.on).toEqual({ workflow_run: { workflows: [tests.name], types: ['completed'], branches: ['main'] } });
  const deploying = Object.values(pages.jobs).filter(({ steps }) =>
    steps.some(({ uses }) => uses?.startsWith('actions/deploy-pages@')),
  );
  expect(deploying).toHaveLength(1);
  const [job] = deploying;
  // Without the second part a pull request from somebody else's main would be deployed.
  expect(job?.if?.split(' && ')).toEqual([
    "github.event.workflow_run.conclusion == 'success'",
    "github.event.workflow_run.event != 'pull_request'",
  ]);
  const checkout = job?.steps.find(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkout?.with).toEqual({ ref: expect.stringMatching(/^\$\{\{ github\.event\.workflow_run\.head_sha \}\}$/) });
});

it('a release begins at a tag of a version, and is checked before it is released and, where there is a token, published', () => {
  const workflow = workflowOf('release.yml');
  expect(workflow.on).toEqual({ push: { tags: ['v*'] } });
  const steps = stepsOf(workflow);
  const [install, repository, check, release, publish] = [
    /^npm ci$/,
    /npm pkg set "repository\.url=/,
    /release:check "tag=\$GITHUB_REF_NAME"/,
    /gh release create/,
    /npm publish .*--provenance/s,
  ].map((pattern) => steps.findIndex(({ run = '' }) => pattern.test(run)));
  const order = [install, check, release, publish];
  expect(order.toSorted((a = -1, b = -1) => a - b)).toEqual(order);
  expect(order).not.toContain(-1);
  // Provenance is signed by the workflow's identity, and names the repository that the packages name.
  expect(repository).toBeLessThan(check ?? 0);
  const [job] = Object.values(workflow.jobs);
  expect(job?.permissions).toEqual({ contents: 'write', 'id-token': 'write' });
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(steps[publish ?? 0]?.if).toBe("env.TO_NPM == 'true'");
  expect(job?.env?.TO_NPM).toContain("secrets.NPM_TOKEN != ''");
  // The packages, their checksums and what is new.
  const { run = '', env } = steps[release ?? 0] ?? {};
  for (const part of ['release/*.tgz', 'release/SHA256SUMS', '--notes-file release/NOTES.md', '--verify-tag'])
    expect(run).toContain(part);
  expect(env).toHaveProperty('GH_TOKEN');
});
