import { briefPolicy, tinyModels } from "../tiny-models.ts";
import { TINY_MODELS } from "./tiny-address.ts";

const files = new Map([
  ...tinyModels(),
  ...[...briefPolicy({ seed: 1, layers: 1 })].map(([name, bytes]) => [`policy/${name}`, bytes] as const),
]);
const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  const { pathname } = new URL(input instanceof Request ? input.url : String(input), location.href);
  const bytes = pathname.startsWith(TINY_MODELS) ? files.get(pathname.slice(TINY_MODELS.length)) : undefined;
  return bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : fetch(input, init);
};

/** Every GPU that this worker has been given: jax-js and ONNX Runtime ask for one each. */
const devices: GPUDevice[] = [];
if ("GPUAdapter" in globalThis) {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...request) {
    const device = await requestDevice.apply(this, request);
    devices.push(device);
    return device;
  };
}

/** Whether Wasm memories cannot grow any more. */
let isFull = false;
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (isFull) throw new RangeError("refused");
  return grow.call(this, pages);
};

/** The name of a worker is that of the channel on which its devices are lost, or its memory cannot grow any more. */
if (self.name) {
  new BroadcastChannel(self.name).onmessage = ({ data }) => {
    if (data === "lost") for (const device of devices) device.destroy();
    if (data === "full") isFull = true;
  };
}
