import { describeForeign } from "./foreign-suite.ts";
import { describeJudge } from "./judge-suite.ts";

describeForeign({ backend: "wasm", threads: 1 }, { half: true });
describeJudge({ backend: "wasm", threads: 1 });
