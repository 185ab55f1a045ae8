import { PlaygroundError } from "../errors.ts";
import { type TextOrChat, textOf } from "../tokenizer/conversation.ts";
import type { Problem, World } from "../world/world.ts";

/**
 * Preference pairs must not be made from prompts that policies are judged on (docs/method.md section 6).
 * @throws PlaygroundError naming the first such prompt and the number of such prompts
 */
export function checkPrompts(world: World, prompts: readonly TextOrChat[], judged: readonly Problem[]): void {
  const kept = new Set(judged.map(({ id }) => id));
  const shared = prompts
    .map((prompt) => textOf(prompt, "user"))
    .filter((prompt) => kept.has(world.solve(prompt)?.id ?? ""));
  if (shared.length === 0) return;
  throw new PlaygroundError({
    what: "Prompts to make pairs from are among the problems the policy is judged on",
    where: `"${shared[0]}"`,
    expected: "no prompt in both",
    found: `${shared.length} of ${prompts.length}`,
    fix: "Take prompts of the training split, as `icrm world --split train` draws them.",
  });
}
