import { ortWasmPaths } from "../../worker/ort-assets.ts";
import { describeOnnxDecoder } from "./golden-suite.ts";
import { describeSplitModel } from "./split-suite.ts";

describeOnnxDecoder({ backend: "wasm", threads: 1, wasmPaths: ortWasmPaths });
describeOnnxDecoder({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths }, ["llama"]);
describeSplitModel({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths }, ["qwen2"]);
