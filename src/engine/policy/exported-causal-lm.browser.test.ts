import { ortWasmPaths } from "../../worker/ort-assets.ts";
import { chooseDevice } from "../device.ts";
import { describeExported } from "./exported-suite.ts";

const { f16 } = await chooseDevice("webgpu");

describeExported({ backend: "wasm", threads: 1, wasmPaths: ortWasmPaths }, { half: true });
describeExported({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths }, { half: f16 });
