import type { DeviceReport } from "../src/engine/device.ts";
import type { Figure } from "./figures.ts";
import type { Site } from "./site.ts";

/** What every benchmark gets. */
export interface Bench {
  /** The device of the engine's work. */
  device: DeviceReport;
  /** The built playground; built at the first call. */
  site(): Promise<Site>;
}

/** One thing measured. */
export interface Benchmark {
  name: string;
  /** What is compared with what, in a sentence. */
  about: string;
  run(bench: Bench): Promise<Figure[]>;
}
