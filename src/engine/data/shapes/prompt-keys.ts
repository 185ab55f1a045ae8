/** Keys that prompts go by; the first that a record has is its prompt, and another one has to be accounted for. */
export const PROMPTS = ["prompt", "question", "instruction", "query", "input", "problem", "post", "context"];

/** Keys that conversations go by which are a prompt. */
export const CHATS = ["messages", "conversation", "conversations"];
