/**
 * Tells of every kernel that fails in a thread of jax-js. jax-js 0.1.25 goes on as if it had been computed, with whatever the memory
 * held in the place of its result. Call it before jax-js starts its threads, which are workers whose script is a blob.
 */
export function tellFailedKernels(scope: { Worker: typeof Worker }, tell: (error: string) => void): void {
  const Plain = scope.Worker;
  scope.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (!String(url).startsWith("blob:")) return;
      this.addEventListener("error", ({ message }) => tell(message || "it could not start"));
      this.addEventListener("message", ({ data }) => {
        if (data?.type === "done" && data.ok === false) tell(String(data.error));
      });
    }
  };
}
