import { describeOnnxDecoder } from "../../testing/onnx-decoder-suite.ts";
import { describeSplitModel } from "../../testing/split-suite.ts";
import { ortWasmPaths } from "../../worker/ort-assets.ts";

describeOnnxDecoder({ backend: "wasm", threads: 1, wasmPaths: ortWasmPaths }, "fresh");
describeOnnxDecoder({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths }, "present", ["llama"]);
describeSplitModel({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths }, ["qwen2"]);
