/** Runs a task while no other tab or worker runs a task of the same name. */
export function exclusively<T>(name: string, task: () => Promise<T>): Promise<T> {
  // A browser without locks has no storage that tabs share either.
  return navigator.locks ? navigator.locks.request(`icrm-playground:${name}`, task) : task();
}

/**
 * Holds a name until it is released, or until the page or worker goes away for any reason.
 * @returns a function that releases the name; null if another holder has it
 */
export async function hold(name: string): Promise<(() => void) | null> {
  if (!navigator.locks) return () => {};
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`icrm-playground:${name}`, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise<void>((release) => resolve(release));
        resolve(null);
        return undefined;
      })
      .catch(reject);
  });
}

/** Runs a task when nobody holds a name: at once, or when the present holder releases it or goes away. */
export async function whenFree(name: string, task: () => Promise<void>, signal: AbortSignal): Promise<void> {
  if (!navigator.locks) return task();
  const options = { mode: "shared", signal } as const;
  await navigator.locks.request(`icrm-playground:${name}`, options, task).catch((error) => {
    if (!signal.aborted) throw error;
  });
}
