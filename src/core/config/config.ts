/** Placeholder for the type only; replaced by the configuration module. */
export interface Config {
  get(path: string): unknown;
}
