/** What the script of the live model needs to know; it stands in the page as JSON. Pure. */
export interface LiveFile {
  url: string;
  bytes: number;
}

export interface LiveModel {
  model: LiveFile;
  weights: LiveFile;
}

export interface LiveData extends LiveModel {
  /** '<component>.<layer>' of the recorded component, which is shown and can be held. */
  component: string;
  limits: readonly [number, number];
  /** Neurons in the layer. */
  units: number;
  /** The worker's plan counts so many typed and written tokens at most. */
  most: number;
}
