/*
 * jax-js 0.1.25 makes a command encoder, a compute pass and a submit for every kernel, some hundred a layer and step. Here its
 * commands are collected, as one pass as far as they are kernels, and go out together before anything could tell that they have not
 * gone out yet: a buffer is mapped or written, or the present piece of JavaScript ends. Buffers are destroyed behind them. The order
 * stays the same, and within a pass WebGPU lets every kernel see what those before it have written.
 *
 * Bind groups are made anew for every kernel: jax-js hands its buffers out in another order at every step, so that one in thirty would
 * come up again.
 *
 * `coalesced-submits.browser.test.ts` tells when jax-js makes few submits by itself: then this file can go.
 */

/** The largest number of kernels in one submit: the GPU computes the first kernels while the next ones are collected. */
const MOST_KERNELS = 512;

const coalesced = new WeakSet<GPUDevice>();

/** Has a device of jax-js send its commands together from now on. Safe to call again. */
export function coalesceSubmits(device: GPUDevice): void {
  if (coalesced.has(device)) return;
  coalesced.add(device);
  const pending = new PendingCommands(device);
  const { queue } = device;
  // Not every implementation gives the same object whenever it is asked.
  Object.defineProperty(device, "queue", { value: queue });
  device.createCommandEncoder = () => new RecordedCommands() as unknown as GPUCommandEncoder;
  queue.submit = (buffers) => {
    for (const commands of buffers) (commands as unknown as RecordedCommands).playOn(pending);
  };
  const flush = () => pending.flush();
  runBefore(queue, "writeBuffer", flush);
  runBefore(queue, "onSubmittedWorkDone", flush);
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = (() => pending.afterwards(destroy)) as typeof buffer.destroy;
    runBefore(buffer, "mapAsync", flush);
    return buffer;
  };
}

/** Commands that have not gone out yet. */
class PendingCommands {
  readonly #create: () => GPUCommandEncoder;
  readonly #submit: (buffers: Iterable<GPUCommandBuffer>) => void;
  #encoder: GPUCommandEncoder | null = null;
  #pass: GPUComputePassEncoder | null = null;
  #kernels = 0;
  readonly #afterwards: (() => void)[] = [];

  constructor(device: GPUDevice) {
    this.#create = device.createCommandEncoder.bind(device);
    this.#submit = device.queue.submit.bind(device.queue);
  }

  /** For commands outside of a pass. */
  encoder(): GPUCommandEncoder {
    this.#pass?.end();
    this.#pass = null;
    if (!this.#encoder) queueMicrotask(() => this.flush());
    this.#encoder ??= this.#create();
    return this.#encoder;
  }

  /** The pass that kernels go into. */
  pass(): GPUComputePassEncoder {
    this.#kernels += 1;
    if (this.#kernels > MOST_KERNELS) this.flush();
    this.#pass ??= this.encoder().beginComputePass();
    return this.#pass;
  }

  /** Does something after all waiting commands have been submitted: at once if none waits. */
  afterwards(work: () => void): void {
    if (this.#encoder) this.#afterwards.push(work);
    else work();
  }

  flush(): void {
    if (!this.#encoder) return;
    const commands = this.encoder().finish();
    this.#encoder = null;
    this.#kernels = 0;
    this.#submit([commands]);
    for (const work of this.#afterwards.splice(0)) work();
  }
}

/** In the place of a command encoder, and of the command buffer it makes: what jax-js calls of these, to be done later. */
class RecordedCommands {
  readonly #commands: ((pending: PendingCommands) => void)[] = [];

  beginComputePass(descriptor: GPUComputePassDescriptor = {}): RecordedPass {
    const pass = new RecordedPass();
    this.#commands.push((pending) => {
      if (!descriptor.timestampWrites) {
        pass.playOn(pending.pass());
        return;
      }
      const own = pending.encoder().beginComputePass(descriptor);
      pass.playOn(own);
      own.end();
    });
    return pass;
  }

  clearBuffer(...given: Parameters<GPUCommandEncoder["clearBuffer"]>): void {
    this.#commands.push((pending) => pending.encoder().clearBuffer(...given));
  }

  copyBufferToBuffer(source: GPUBuffer, from: number, target: GPUBuffer, to: number, size: number): void {
    this.#commands.push((pending) => pending.encoder().copyBufferToBuffer(source, from, target, to, size));
  }

  copyBufferToTexture(...given: Parameters<GPUCommandEncoder["copyBufferToTexture"]>): void {
    // Whoever reads a texture synchronously gets no later moment.
    this.#commands.push((pending) => {
      pending.encoder().copyBufferToTexture(...given);
      pending.flush();
    });
  }

  resolveQuerySet(...given: Parameters<GPUCommandEncoder["resolveQuerySet"]>): void {
    this.#commands.push((pending) => pending.encoder().resolveQuerySet(...given));
  }

  finish(): this {
    return this;
  }

  playOn(pending: PendingCommands): void {
    for (const command of this.#commands) command(pending);
  }
}

/** In the place of a compute pass. */
class RecordedPass {
  readonly #commands: ((pass: GPUComputePassEncoder) => void)[] = [];

  setPipeline(pipeline: GPUComputePipeline): void {
    this.#commands.push((pass) => pass.setPipeline(pipeline));
  }

  setBindGroup(index: number, group: GPUBindGroup, offsets?: number[]): void {
    this.#commands.push((pass) => pass.setBindGroup(index, group, offsets));
  }

  dispatchWorkgroups(...given: Parameters<GPUComputePassEncoder["dispatchWorkgroups"]>): void {
    this.#commands.push((pass) => pass.dispatchWorkgroups(...given));
  }

  end(): void {}

  playOn(pass: GPUComputePassEncoder): void {
    for (const command of this.#commands) command(pass);
  }
}

/** Has an object do something whenever one of its methods is called, before it. */
function runBefore<Name extends string>(
  object: Record<Name, (...given: never[]) => unknown>,
  name: Name,
  first: () => void,
): void {
  const method = object[name].bind(object);
  object[name] = ((...given: never[]) => {
    first();
    return method(...given);
  }) as typeof method;
}
