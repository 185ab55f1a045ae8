import { HELD_OUT, PREFERENCES } from "./preference-files.ts";
import { type ForeignSetting, settingsPython } from "./settings.ts";
import {
  evaluationArguments,
  MAX_LENGTH,
  optimisation,
  PAPER_MODEL,
  type StageMaterial,
  warmupShare,
} from "./stages.ts";

const REQUIRED = `# Before 5.2 a warm-up given as a share of the steps would be none.
require_version("transformers>=5.2")`;

/** `trl/dpo.py`: TRL's direct preference optimisation with the policy's settings. */
export function dpoScript({ policy, heldOutPairs: heldOut }: StageMaterial): string {
  const { beta, labelSmoothing, tuning, evalSteps, batchSize } = policy;
  const settings: ForeignSetting[] = [
    ["output_dir", "saves/trl-policy"],
    ["max_length", MAX_LENGTH],
    ["beta", beta],
    ["label_smoothing", labelSmoothing],
    ...optimisation(policy, warmupShare(policy)),
    ["num_train_epochs", policy.epochs],
    ["logging_steps", 10],
    ...(heldOut > 0 ? evaluationArguments(evalSteps, batchSize) : []),
  ];
  return `"""Direct preference optimisation with TRL. Run it where data/ is."""

from datasets import load_dataset
${tuning === "lora" ? "from peft import LoraConfig\n" : ""}from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils.versions import require_version
from trl import DPOConfig, DPOTrainer

${REQUIRED}

# The paper's; take your own, with a chat template.
MODEL = "${PAPER_MODEL}"


def preference(row):
    """A prompt and two answers to it, each as messages."""
    return {"prompt": row["conversations"], "chosen": [row["chosen"]], "rejected": [row["rejected"]]}


files = ${dataFilesPython(heldOut)}
data = load_dataset("json", data_files=files).map(preference, remove_columns=["conversations", "margin", "form"])

trainer = DPOTrainer(
    model=AutoModelForCausalLM.from_pretrained(MODEL),
    processing_class=AutoTokenizer.from_pretrained(MODEL),
    train_dataset=data["train"],
${heldOut > 0 ? '    eval_dataset=data["held_out"],\n' : ""}${tuning === "lora" ? `    peft_config=${loraPython(policy)},\n` : ""}    args=DPOConfig(
${settingsPython(settings, "        ")}
    ),
)
trainer.train()
trainer.save_model()
`;
}

function dataFilesPython(heldOut: number): string {
  const files = [["train", PREFERENCES], ...(heldOut > 0 ? [["held_out", HELD_OUT]] : [])];
  const lines = files.map(([split, name]) => `    "${split}": "data/${name}.json",\n`);
  return `{\n${lines.join("")}}`;
}

function loraPython({ loraRank, loraAlpha, loraTargets }: StageMaterial["policy"]): string {
  const targets = loraTargets.length > 0 ? JSON.stringify(loraTargets) : '"all-linear"';
  return `LoraConfig(task_type="CAUSAL_LM", r=${loraRank}, lora_alpha=${loraAlpha}, target_modules=${targets})`;
}
