import { ortWasmPaths } from "../../worker/ort-assets.ts";
import { chooseDevice } from "../device.ts";
import { describeForeign } from "./foreign-suite.ts";
import { describeJudge } from "./judge-suite.ts";

const { f16 } = await chooseDevice("webgpu");

describeForeign({ backend: "wasm", threads: 1, wasmPaths: ortWasmPaths }, { half: true });
describeForeign({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths }, { half: f16 });
describeJudge({ backend: "wasm", threads: 1, wasmPaths: ortWasmPaths });
describeJudge({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths });
