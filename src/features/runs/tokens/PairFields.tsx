import { Textarea } from "@mantine/core";
import type { TextPair } from "./example-pair.ts";
import own from "./TokensPanel.module.css";

interface PairFieldsProps {
  pair: TextPair;
  onChange(pair: TextPair): void;
}

const fields = [
  { name: "prompt", label: "Prompt" },
  { name: "chosen", label: "Chosen response" },
  { name: "rejected", label: "Rejected response" },
] as const;

/** The texts that both runs judge; each can be edited. */
export function PairFields({ pair, onChange }: PairFieldsProps) {
  return (
    <div className={own.pairTexts}>
      {fields.map(({ name, label }) => (
        <Textarea
          key={name}
          label={label}
          autosize
          minRows={2}
          maxRows={6}
          value={pair[name]}
          onChange={(event) => onChange({ ...pair, [name]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}
