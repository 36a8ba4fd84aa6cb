/** Whole numbers in the schema, with an error that says so to text and fractions alike. Imports only zod. */
import { z } from 'zod';

export const wholeNumber = () =>
  z.int({ error: ({ code }) => (code === 'invalid_type' ? 'must be a whole number' : undefined) });
