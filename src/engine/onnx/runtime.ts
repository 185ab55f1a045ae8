import "../no-web-worker.ts";
import type { InferenceSession, Tensor } from "onnxruntime-web";
import { isPacked, keptHeapBytes, MOST_WASM_BYTES, type ModelBytes, openingHeapBytes } from "../checkpoint/fit.ts";
import { halfToFloat } from "../checkpoint/float16.ts";
import type { Backend } from "../device.ts";
import { PlaygroundError } from "../errors.ts";
import { endAtFirstError, failedGpu, gpuFailure } from "../gpu-failure.ts";
import type { OnnxModel, WeightFile } from "./graph-builder.ts";

export interface RuntimeOptions {
  backend: Backend;
  /** Wasm threads; more than one needs SharedArrayBuffer. All sessions share the number that the first session sets. */
  threads: number;
  /** Addresses of ONNX Runtime's `.wasm` (and `.mjs`) file, where its own guess is wrong: in bundles. */
  wasmPaths?: { wasm?: string; mjs?: string };
  /** The bytes of the `.wasm` file, where it cannot be fetched: for WebGPU under Node. */
  wasmBinary?: Uint8Array;
}

/** Tensors by the names of a graph's inputs or outputs. */
export type Tensors = Record<string, Tensor>;

type Library = typeof import("onnxruntime-web");

/** ONNX Runtime only writes fatal errors to the console; other failures are thrown. */
const ONLY_FATAL = 4;

/** Wraps ONNX Runtime; no other file calls it. */
export class OnnxRuntime {
  readonly backend: Backend;
  /** ONNX Runtime itself, for what builds upon it. */
  readonly library: Library;

  private constructor(library: Library, backend: Backend) {
    this.library = library;
    this.backend = backend;
  }

  /** Loads ONNX Runtime. Its build with WebGPU is twice the size, so it is only downloaded where WebGPU is used. */
  static async load({ backend, threads, wasmPaths, wasmBinary }: RuntimeOptions): Promise<OnnxRuntime> {
    const library = await (backend === "webgpu" ? import("onnxruntime-web/webgpu") : import("onnxruntime-web"));
    library.env.wasm.numThreads = threads;
    if (wasmPaths) library.env.wasm.wasmPaths = wasmPaths;
    if (wasmBinary) library.env.wasm.wasmBinary = wasmBinary;
    return new OnnxRuntime(library, backend);
  }

  /**
   * @param model one message, or a graph and its weights, which are read one by one
   * @param onDevice outputs that stay in GPU buffers on WebGPU, or all of them
   * @throws PlaygroundError if the backend is not there or the graph does not load
   */
  async open(model: Uint8Array | OnnxModel, onDevice: readonly string[] | "all"): Promise<InferenceSession> {
    const { graph, weights } = model instanceof Uint8Array ? { graph: model, weights: [] } : model;
    const size: ModelBytes = { inside: graph.length, outside: weights.reduce((sum, weight) => sum + weight.size, 0) };
    const locations =
      onDevice === "all" ? "gpu-buffer" : Object.fromEntries(onDevice.map((name) => [name, "gpu-buffer"] as const));
    const options: InferenceSession.SessionOptions = {
      executionProviders: [this.backend],
      graphOptimizationLevel: "all",
      logSeverityLevel: ONLY_FATAL,
      externalData: weights.map((weight) => ({ path: weight.path, data: new UnreadFile(weight) })),
      ...(isPacked(size.inside + size.outside) ? {} : ONE_OF_EACH_WEIGHT),
      ...(this.backend === "webgpu" && onDevice.length > 0 ? { preferredOutputLocation: locations } : {}),
    };
    return inTurn(async () => {
      if (this.backend === "wasm") checkRoom(size);
      const create = () => this.library.InferenceSession.create(graph, options);
      const session = await (this.backend === "webgpu" ? this.#withinGpu(create, size) : create());
      if (this.backend === "wasm") keptOnWasm.set(session, keptHeapBytes(size));
      return session;
    }).catch((cause: unknown) => {
      if (cause instanceof PlaygroundError) throw cause;
      throw failure(`ONNX Runtime could not open the decoder on ${this.backend}`, cause);
    });
  }

  /** Opens a session. Where the GPU has no room for it, only this session is given up. @throws PlaygroundError then */
  async #withinGpu(create: () => Promise<InferenceSession>, size: ModelBytes): Promise<InferenceSession> {
    const before = opened;
    before?.pushErrorScope("out-of-memory");
    const created = await create().then(
      (session) => ({ session, cause: null }),
      (cause: unknown) => ({ session: null, cause }),
    );
    const error = await before?.popErrorScope();
    if (created.session && !error) {
      opened = await this.library.env.webgpu.device;
      endAtFirstError(opened);
      return created.session;
    }
    await created.session?.release();
    if (!error) {
      // If the GPU was lost while the first session was being opened, its loss has to be known (`lossBehind`).
      const device: GPUDevice | undefined = await this.library.env.webgpu.device;
      if (device) endAtFirstError(device);
      throw created.cause;
    }
    throw failedGpu(error, `a model of ${Math.round((size.inside + size.outside) / 1e6)} MB beside others`);
  }

  /** @throws PlaygroundError if the graph cannot be run on these inputs */
  async run(session: InferenceSession, inputs: Tensors, outputs: readonly string[]): Promise<Tensors> {
    return inTurn(() => session.run(inputs, outputs, { logSeverityLevel: ONLY_FATAL })).catch((cause: unknown) => {
      throw (opened && gpuFailure(opened)) ?? failure("ONNX Runtime could not run the decoder", cause);
    }) as Promise<Tensors>;
  }

  async release(session: InferenceSession): Promise<void> {
    await inTurn(() => session.release());
    keptOnWasm.delete(session);
  }

  /** An int64 tensor of small non-negative integers. */
  integers(values: ArrayLike<number>, shape: readonly number[]): Tensor {
    return new this.library.Tensor("int64", int64(values), shape);
  }

  /** A tensor of no numbers. */
  empty(shape: readonly number[]): Tensor {
    return new this.library.Tensor("float32", new Float32Array(0), shape);
  }

  floats(values: Float32Array, shape: readonly number[]): Tensor {
    return new this.library.Tensor("float32", values, shape);
  }
}

/**
 * Options for large models: weights are not packed anew for the matrix products, and opening does not hold them twice.
 */
const ONE_OF_EACH_WEIGHT: InferenceSession.SessionOptions = {
  enableMemPattern: false,
  extra: { session: { disable_prepacking: "1" } },
};

/**
 * External data whose bytes are made when they are read. ONNX Runtime takes byte arrays and holds all of them until the
 * last is read; it asks each for its length and, once per weight, for a `subarray`.
 */
class UnreadFile extends Uint8Array {
  readonly #file: WeightFile;

  constructor(file: WeightFile) {
    super(0);
    this.#file = file;
  }

  override get byteLength(): number {
    return this.#file.size;
  }

  override subarray(start?: number, end?: number): Uint8Array<ArrayBuffer> {
    return this.#file.bytes().subarray(start, end) as Uint8Array<ArrayBuffer>;
  }
}

/**
 * The numbers of a tensor that is in the host's memory; half precision, as in graphs that others exported, is widened.
 */
export function floatsOf(tensor: Tensor | undefined): Float32Array {
  // The data are bits, or numbers if the browser has Float16Array.
  if (tensor?.type !== "float16") return tensor?.data as Float32Array;
  return tensor.data instanceof Uint16Array
    ? halfToFloat(tensor.data)
    : new Float32Array(tensor.data as ArrayLike<number>);
}

/**
 * Integers as BigInt64Array, written as pairs of 32-bit halves: making BigInts one by one would take longer than a
 * token.
 */
function int64(values: ArrayLike<number>): BigInt64Array {
  const halves = new Int32Array(values.length * 2);
  for (let i = 0; i < values.length; i++) halves[2 * i] = values[i] as number;
  return new BigInt64Array(halves.buffer);
}

/** Bytes of the shared Wasm heap that each open session keeps. */
const keptOnWasm = new Map<InferenceSession, number>();

/** Refuses a model for which the heap has no room: ONNX Runtime would abort, and all open sessions would be lost. */
function checkRoom(size: ModelBytes): void {
  const kept = keptBytes();
  const needed = openingHeapBytes(size);
  if (kept + needed <= MOST_WASM_BYTES) return;
  throw new PlaygroundError({
    what: "There is no room for this model in the memory of a Wasm program",
    where: kept > 0 ? `beside open models, which take ${megabytes(kept)}` : "ONNX Runtime on Wasm",
    expected: `at most ${megabytes(MOST_WASM_BYTES - kept)}`,
    found: megabytes(needed),
    fix: "Choose a smaller model, close another model, or use WebGPU, where weights are in the GPU's memory.",
  });
}

/** The GPU device of all sessions, once there is one. */
let opened: GPUDevice | undefined;

const keptBytes = () => [...keptOnWasm.values()].reduce((sum, bytes) => sum + bytes, 0);
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

let lastTurn: Promise<unknown> = Promise.resolve();

/** Runs jobs one after another, since ONNX Runtime's sessions share one Wasm module, which does one thing at a time. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(work, work);
  lastTurn = turn;
  return turn;
}

function failure(what: string, cause: unknown): PlaygroundError {
  if (cause instanceof Error && /bad_alloc|out of memory/i.test(cause.message)) {
    return new PlaygroundError(
      {
        what: "The browser gives no more memory for this work",
        where: `ONNX Runtime on Wasm, beside open models, which take ${megabytes(keptBytes())}`,
        expected: "memory that can grow",
        found: cause.message,
        fix: "Close other pages, choose a smaller model, or use WebGPU, where weights are in the GPU's memory.",
      },
      { cause },
    );
  }
  const fix = "Reload the page; if it happens again, choose a smaller model or the Wasm device.";
  return new PlaygroundError({ what, where: cause instanceof Error ? cause.message : String(cause), fix }, { cause });
}
