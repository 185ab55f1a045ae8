import { chooseDevice, type DeviceChoice, type DeviceReport } from "../engine/device.ts";
import { PlaygroundError } from "../engine/errors.ts";
import type { RuntimeOptions } from "../engine/onnx/session.ts";
import { Models } from "./models.ts";

/** What handlers need of an engine: its models, and how ONNX Runtime opens more of them. */
export interface EngineParts {
  readonly models: Models;
  /** @throws PlaygroundError before a device is chosen */
  readonly runtime: RuntimeOptions;
}

/** The models and the device of a worker. */
export class OpenedEngine implements EngineParts {
  readonly models = new Models();
  readonly #runtimeOn: (device: DeviceReport) => RuntimeOptions;
  #runtime: RuntimeOptions | null = null;

  /** @param runtimeOn ONNX Runtime's options for a device */
  constructor(runtimeOn: (device: DeviceReport) => RuntimeOptions) {
    this.#runtimeOn = runtimeOn;
  }

  /** Chooses the device that models are opened on. */
  async start(wanted: DeviceChoice): Promise<DeviceReport> {
    const device = await chooseDevice(wanted);
    this.#runtime = this.#runtimeOn(device);
    return device;
  }

  get runtime(): RuntimeOptions {
    if (this.#runtime) return this.#runtime;
    throw new PlaygroundError({ what: "The engine has no device yet", where: "worker", fix: "Send start first." });
  }
}
