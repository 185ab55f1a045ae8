/** Names of prompts' keys. The first that a record has holds its prompt; a second such key has to be accounted for. */
export const PROMPTS = ["prompt", "question", "instruction", "query", "input", "problem", "post", "context"];

/** Names of keys whose conversation is a prompt. */
export const CHATS = ["messages", "conversation", "conversations"];
