import { briefPolicy, tinyModels } from "../tiny-models.ts";
import type { Doom, MortalName } from "./mortals.ts";
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

/** Where this worker is heard, and what is to happen to it. */
const { channel: name, doom: first } = JSON.parse(self.name || "{}") as Partial<MortalName>;
const channel = name ? new BroadcastChannel(name) : null;
let doom: Doom | null = first ?? null;
const passed = { submit: 0, growth: 0 };
channel?.addEventListener("message", ({ data }: MessageEvent<{ doom?: Doom | null }>) => {
  if (data.doom === undefined) return;
  doom = data.doom;
  Object.assign(passed, { submit: 0, growth: 0 });
  channel.postMessage({ type: "doomed" });
});

/** Every GPU that this worker has been given: jax-js and ONNX Runtime ask for one each. */
const devices: GPUDevice[] = [];
if ("GPUAdapter" in globalThis) {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...request) {
    const device = await requestDevice.apply(this, request);
    devices.push(device);
    return device;
  };
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (commands) {
    const isDue = comesToPass("submit");
    if (isDue && doom?.by === "device.destroy") for (const device of devices) device.destroy();
    return submit.call(this, commands);
  };
}

/** Whether Wasm memories cannot grow any more. */
let isFull = false;
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (comesToPass("growth")) isFull = true;
  if (isFull) throw new RangeError("refused");
  return grow.call(this, pages);
};

/** Counts an event, and tells the page. @returns whether it is the one at which the worker is to be harmed */
function comesToPass(event: "submit" | "growth"): boolean {
  passed[event] += 1;
  const isDue = doom?.event === event && doom.at === passed[event];
  channel?.postMessage({ type: "passed", event, isDue });
  return isDue;
}
