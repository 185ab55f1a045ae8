/**
 * Pause after this many milliseconds: often enough that a page's Cancel is heard at once, seldom enough to cost little.
 */
const PAUSE_AFTER_MS = 30;

/** Lets waiting messages be handled during long work that never awaits anything, such as work on Wasm. */
export class EventLoopPause {
  #since = performance.now();

  async ifDue(): Promise<void> {
    if (performance.now() - this.#since < PAUSE_AFTER_MS) return;
    await nextTask();
    this.#since = performance.now();
  }
}

/** Resolves in a task of its own. A timer would be slower: browsers stretch nested timers to 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
