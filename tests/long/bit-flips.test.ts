/** Two hundred bits in the place of twelve. */
process.env.FLIPS = '200';
await import('../cli/bit-flips.test.ts');

export {};
