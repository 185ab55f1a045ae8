import { describeExported } from "./exported-suite.ts";

describeExported({ backend: "wasm", threads: 1 }, { half: true });
