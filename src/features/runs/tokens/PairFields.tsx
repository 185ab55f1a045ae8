import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { GrowingTextarea } from "../../../ui/GrowingTextarea.tsx";
import type { TextPair } from "./example-pair.ts";
import own from "./TokensPanel.module.css";

interface PairFieldsProps {
  pair: TextPair;
  onChange(pair: TextPair): void;
}

const fields = [
  { name: "prompt", label: msg("Prompt") },
  { name: "chosen", label: msg("Chosen response") },
  { name: "rejected", label: msg("Rejected response") },
] as const;

/** The texts that both runs judge; each can be edited. */
export function PairFields({ pair, onChange }: PairFieldsProps) {
  return (
    <div className={own.pairTexts}>
      {fields.map(({ name, label }) => (
        <GrowingTextarea
          key={name}
          label={translated(label)}
          minRows={2}
          maxRows={6}
          value={pair[name]}
          onChange={(event) => onChange({ ...pair, [name]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}
