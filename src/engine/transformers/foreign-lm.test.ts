import { describeForeign } from "./foreign-suite.ts";

describeForeign({ backend: "wasm", threads: 1 }, { half: true });
