import { describeForeign } from "../../testing/foreign-suite.ts";
import { describeJudge } from "../../testing/judge-suite.ts";
import { ortWasmPaths } from "../../worker/ort-assets.ts";
import { chooseDevice } from "../device.ts";

const { f16 } = await chooseDevice("webgpu");

describeForeign({ backend: "wasm", threads: 1, wasmPaths: ortWasmPaths }, { half: true });
describeForeign({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths }, { half: f16 });
describeJudge({ backend: "wasm", threads: 1, wasmPaths: ortWasmPaths });
describeJudge({ backend: "webgpu", threads: 1, wasmPaths: ortWasmPaths });
