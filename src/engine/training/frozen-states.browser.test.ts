import { describeFrozenStates, FROZEN_CASES } from "../../testing/frozen-suite.ts";
import { SHORT_PAIRS } from "../../testing/short-runs.ts";

describeFrozenStates("webgpu", FROZEN_CASES, SHORT_PAIRS);
