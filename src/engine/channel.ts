/** A worker or thread as those who ask it see it: messages go there and come back, and it may die. */
export interface Channel<Sent, Heard> {
  post(message: Sent): void;
  listen(hear: (message: Heard) => void, died: (reason: string) => void): void;
  /** Ends it, with whatever it is at. */
  close(): void;
}
