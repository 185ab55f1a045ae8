import { describeForeign } from "../../testing/foreign-suite.ts";
import { describeJudge } from "../../testing/judge-suite.ts";

describeForeign({ backend: "wasm", threads: 1 }, { half: true });
describeJudge({ backend: "wasm", threads: 1 });
