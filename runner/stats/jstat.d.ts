/** What we use of jstat, which ships without types. */
declare module 'jstat' {
  interface Distribution<Parameters extends number[]> {
    cdf(x: number, ...parameters: Parameters): number;
    inv(p: number, ...parameters: Parameters): number;
  }
  const jstat: {
    normal: Distribution<[mean: number, standardDeviation: number]>;
    studentt: Distribution<[degreesOfFreedom: number]>;
    beta: Distribution<[alpha: number, beta: number]>;
    erfc(x: number): number;
  };
  export default jstat;
}
