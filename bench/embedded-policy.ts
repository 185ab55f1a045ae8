import { directorySource } from "../src/cli/files.ts";
import { EMBEDDED_POLICY, runtimeOptions } from "../src/cli/models.ts";
import { type Checkpoint, loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import type { DeviceReport } from "../src/engine/device.ts";
import type { KvCache } from "../src/engine/onnx/session.ts";
import type { CausalLM } from "../src/engine/policy/causal-lm.ts";
import { openCausalLM } from "../src/engine/policy/onnx-causal-lm.ts";
import { checkpointTokenizer } from "../src/engine/tokenizer/checkpoint-tokenizer.ts";
import { wordProblems } from "../src/engine/world/index.ts";

export function loadPolicy(): Promise<Checkpoint> {
  return loadCheckpoint(directorySource(EMBEDDED_POLICY));
}

/** The embedded policy without stop tokens, so that all responses have the requested length. */
export interface EndlessPolicy {
  checkpoint: Checkpoint;
  lm: CausalLM<KvCache>;
  /** Token ids of a problem that the policy has not seen. */
  promptIds: number[];
}

export async function openEndlessPolicy(device: DeviceReport): Promise<EndlessPolicy> {
  const checkpoint = await loadPolicy();
  const { config, weights } = checkpoint;
  const endless = { config: { ...config, eosTokenIds: [] }, weights };
  const lm = await openCausalLM(endless, await runtimeOptions(device));
  const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 0 });
  return { checkpoint, lm, promptIds: checkpointTokenizer(checkpoint).encode(problem?.prompt ?? "") };
}
