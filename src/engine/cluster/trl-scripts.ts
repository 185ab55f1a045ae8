import { HELD_OUT, PREFERENCES } from "./preference-files.ts";
import { type Setting, settingsPython } from "./settings.ts";
import {
  epochs,
  evaluationArguments,
  MAX_LENGTH,
  MODEL,
  optimisation,
  type StageMaterial,
  warmupShare,
} from "./stages.ts";

const REQUIRED = `# Before 5.2 a warm-up given as a share of the steps would be none.
require_version("transformers>=5.2")`;

/** `trl/reward.py`: TRL's reward trainer, which is Bradley–Terry, with the run's settings. */
export function rewardScript({ reward, pairs, heldOut }: StageMaterial): string {
  const { centering, tuning, evaluateEvery, batchSize } = reward;
  const settings: Setting[] = [
    ["output_dir", "saves/trl-reward-model"],
    ["max_length", MAX_LENGTH],
    ...(centering > 0 ? ([["center_rewards_coefficient", centering]] satisfies Setting[]) : []),
    ...optimisation(reward, warmupShare(reward)),
    ["num_train_epochs", epochs(reward, pairs)],
    ["logging_steps", 10],
    ...(heldOut > 0 ? evaluationArguments(evaluateEvery, batchSize) : []),
  ];
  const frozen = `
# The run trained its head alone.
for parameter in model.base_model.parameters():
    parameter.requires_grad = False
`;
  const upper = `${frozen.replace("its head alone", `its upper ${reward.trainableLayers} layers, final norm and head`)}for module in [*model.base_model.layers[-${reward.trainableLayers}:], model.base_model.norm]:
    module.requires_grad_(True)
`;
  return `"""Bradley-Terry with TRL: what the consistency term is to be held against. Run it where data/ is."""

from datasets import load_dataset
${tuning === "lora" ? "from peft import LoraConfig\n" : ""}from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils.versions import require_version
from trl import RewardConfig, RewardTrainer

${REQUIRED}

# The paper's; take your own, with a chat template.
MODEL = "${MODEL}"


def conversations(row):
    """The two conversations that the reward model compares."""
    return {side: row["conversations"] + [row[side]] for side in ("chosen", "rejected")}


files = ${dataFilesPython(heldOut)}
data = load_dataset("json", data_files=files).map(conversations, remove_columns=["conversations"])

tokenizer = AutoTokenizer.from_pretrained(MODEL)
model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=1)
# The token that is scored is the last one that is not padding: padding must be a token of its own.
if tokenizer.pad_token is None or tokenizer.pad_token == tokenizer.eos_token:
    tokenizer.add_special_tokens({"pad_token": "<|pad|>"})
    model.resize_token_embeddings(len(tokenizer))
model.config.pad_token_id = tokenizer.pad_token_id
${tuning === "head" ? frozen : tuning === "top" ? upper : ""}
trainer = RewardTrainer(
    model=model,
    processing_class=tokenizer,
    train_dataset=data["train"],
${heldOut > 0 ? '    eval_dataset=data["held_out"],\n' : ""}${tuning === "lora" ? `    peft_config=${loraPython(reward, "SEQ_CLS")},\n` : ""}    args=RewardConfig(
${settingsPython(settings, "        ")}
    ),
)
trainer.train()
trainer.save_model()
`;
}

/** `trl/dpo.py`: TRL's direct preference optimisation with the policy's settings. */
export function dpoScript({ policy, heldOut }: StageMaterial): string {
  const { beta, labelSmoothing, tuning, evaluateEvery, batchSize } = policy;
  const settings: Setting[] = [
    ["output_dir", "saves/trl-policy"],
    ["max_length", MAX_LENGTH],
    ["beta", beta],
    ["label_smoothing", labelSmoothing],
    ...optimisation(policy, warmupShare(policy)),
    ["num_train_epochs", policy.epochs],
    ["logging_steps", 10],
    ...(heldOut > 0 ? evaluationArguments(evaluateEvery, batchSize) : []),
  ];
  return `"""Direct preference optimisation with TRL. Run it where data/ is."""

from datasets import load_dataset
${tuning === "lora" ? "from peft import LoraConfig\n" : ""}from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils.versions import require_version
from trl import DPOConfig, DPOTrainer

${REQUIRED}

# The paper's; take your own, with a chat template.
MODEL = "${MODEL}"


def preference(row):
    """A prompt and two answers to it, each as messages."""
    return {"prompt": row["conversations"], "chosen": [row["chosen"]], "rejected": [row["rejected"]]}


files = ${dataFilesPython(heldOut)}
data = load_dataset("json", data_files=files).map(preference, remove_columns=["conversations"])

trainer = DPOTrainer(
    model=AutoModelForCausalLM.from_pretrained(MODEL),
    processing_class=AutoTokenizer.from_pretrained(MODEL),
    train_dataset=data["train"],
${heldOut > 0 ? '    eval_dataset=data["held_out"],\n' : ""}${tuning === "lora" ? `    peft_config=${loraPython(policy, "CAUSAL_LM")},\n` : ""}    args=DPOConfig(
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

function loraPython(
  { loraRank, loraAlpha, loraTargets }: StageMaterial["reward"] | StageMaterial["policy"],
  task: "SEQ_CLS" | "CAUSAL_LM",
): string {
  const targets = loraTargets.length > 0 ? JSON.stringify(loraTargets) : '"all-linear"';
  const head = task === "SEQ_CLS" ? ', modules_to_save=["score"]' : "";
  return `LoraConfig(task_type="${task}", r=${loraRank}, lora_alpha=${loraAlpha}, target_modules=${targets}${head})`;
}
