/** The numbers of which the shapes of results are made. Imports only zod. */
import { z } from 'zod';

export const finite = z.number();
export const count = z.int().min(0);
/** 0 to 1. */
export const share = z.number().min(0).max(1);
/** [low, high]. */
export const interval = z.tuple([finite, finite]);

/** Of a file beside the one that names it. */
export const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/);
export const fileSchema = z.strictObject({ path: fileName, bytes: count });
