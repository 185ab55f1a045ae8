import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type Message, ROLES, type TextOrChat } from "../../../engine/tokenizer/conversation.ts";
import { t } from "../../../i18n/i18n.ts";
import { GrowingTextarea } from "../../../ui/GrowingTextarea.tsx";
import classes from "./Edit.module.css";

interface SaidFieldProps {
  label: string;
  /** The speaker if the text becomes a conversation; null: it always stays plain text. */
  speaker: Message["role"] | null;
  said: TextOrChat;
  onChange(said: TextOrChat): void;
  onRemove: (() => void) | null;
}

/** A field for a text, or for the messages of a conversation. */
export function SaidField({ label, speaker, said, onChange, onRemove }: SaidFieldProps) {
  const isText = typeof said === "string";
  return (
    <div className={classes.said}>
      {isText ? (
        <GrowingTextarea
          label={label}
          minRows={2}
          maxRows={14}
          value={said}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <Messages label={label} messages={said} onChange={onChange} />
      )}
      <div className={classes.actions}>
        {speaker && isText && (
          <Button size="compact-xs" variant="subtle" onClick={() => onChange([{ role: speaker, content: said }])}>
            {t("As a conversation")}
          </Button>
        )}
        {!isText && said.length === 1 && (
          <Button size="compact-xs" variant="subtle" onClick={() => onChange(said[0]?.content ?? "")}>
            {t("As plain text")}
          </Button>
        )}
        {onRemove && (
          <Button size="compact-xs" variant="subtle" onClick={onRemove}>
            {t("Remove {label}", { label })}
          </Button>
        )}
      </div>
    </div>
  );
}

interface MessagesProps {
  label: string;
  messages: readonly Message[];
  onChange(messages: readonly Message[]): void;
}

function Messages({ label, messages, onChange }: MessagesProps) {
  const last = messages.at(-1)?.role;
  return (
    <>
      {messages.map(({ role, content }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other name
        <div key={i} className={classes.message}>
          <NativeSelect
            size="xs"
            aria-label={t("{label}, message {i}, who speaks", { label, i: i + 1 })}
            data={[...ROLES]}
            value={role}
            onChange={({ currentTarget }) =>
              onChange(messages.with(i, { role: currentTarget.value as Message["role"], content }))
            }
          />
          <GrowingTextarea
            aria-label={t("{label}, message {i}", { label, i: i + 1 })}
            minRows={2}
            maxRows={14}
            value={content}
            onChange={(event) => onChange(messages.with(i, { role, content: event.currentTarget.value }))}
          />
          <ActionIcon
            aria-label={t("Remove message {i} of {label}", { i: i + 1, label })}
            disabled={messages.length === 1}
            onClick={() => onChange(messages.toSpliced(i, 1))}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => onChange([...messages, { role: last === "user" ? "assistant" : "user", content: "" }])}
      >
        {t("Another message of {label}", { label })}
      </Button>
    </>
  );
}
