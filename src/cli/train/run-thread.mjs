// Loaders given to a process are not its threads': this one readies TypeScript for itself.
import { register } from "tsx/esm/api";

register();
await import("./run-thread.ts");
