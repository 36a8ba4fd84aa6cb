/** The shape of what the program says of itself (runner/cli/commands/reference.ts prints it). Pure. */
import { z } from 'zod';

const commandSchema = z.object({
  command: z.string(),
  usage: z.string(),
  summary: z.string(),
  words: z.array(z.object({ shown: z.string(), about: z.string() })),
  example: z.string(),
});

const kinds = ['input', 'run', 'interrupted'] as const;

const errorSchema = z.object({
  kind: z.enum(kinds),
  title: z.string(),
  why: z.string().optional(),
  fix: z.string().optional(),
  files: z.string(),
});

/** As much of JSON Schema as manifests use. */
export interface KeySchema {
  description?: string;
  type?: string | string[];
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, KeySchema>;
  required?: string[];
  anyOf?: KeySchema[];
  oneOf?: KeySchema[];
  items?: KeySchema | KeySchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

const keySchema: z.ZodType<KeySchema> = z.lazy(() =>
  z.object({
    description: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    default: z.unknown().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), keySchema).optional(),
    required: z.array(z.string()).optional(),
    anyOf: z.array(keySchema).optional(),
    oneOf: z.array(keySchema).optional(),
    items: z.union([keySchema, z.array(keySchema)]).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    exclusiveMaximum: z.number().optional(),
  }),
);

export const referenceSchema = z.object({
  commands: z.array(commandSchema),
  exitCodes: z.record(z.enum([...kinds, 'done']), z.number()),
  errors: z.record(z.string(), errorSchema),
  manifest: keySchema,
  defaults: z.record(z.string(), z.unknown()),
});

export type ProgramReference = z.output<typeof referenceSchema>;
