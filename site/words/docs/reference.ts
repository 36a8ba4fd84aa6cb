/** What the program says of itself: runner/cli/commands/reference.ts prints it. */

interface CommandWords {
  command: string;
  usage: string;
  summary: string;
  words: { shown: string; about: string }[];
  example: string;
}

type ErrorKinds = 'input' | 'run' | 'interrupted';

interface ErrorWords {
  kind: ErrorKinds;
  title: string;
  why?: string;
  fix?: string;
  files: string;
}

/** As much of JSON Schema as manifests use. */
export interface KeySchema {
  description?: string;
  type?: string | string[];
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, KeySchema>;
  anyOf?: KeySchema[];
  oneOf?: KeySchema[];
  items?: KeySchema | KeySchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

export interface ProgramReference {
  commands: CommandWords[];
  exitCodes: Record<ErrorKinds | 'done', number>;
  errors: Record<string, ErrorWords>;
  manifest: KeySchema;
  defaults: Record<string, unknown>;
}
