import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { PlaygroundError, type ProblemReport } from "../engine/errors.ts";

/** The methods of a process. Their arguments and results must survive JSON; `ask` checks their types. */
type Methods = { [name: string]: (argument: never) => Promise<unknown> };

/** The loader with which Node reads the playground's TypeScript. */
const TYPESCRIPT = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Flags of this process that hold for others, too, such as V8's: all but modules that it loaded first. */
function ownFlags(): string[] {
  const loads = /^(--import|--require|--loader|-r)(=|$)/;
  const isBare = (flag = "") => loads.test(flag) && !flag.includes("=");
  return process.execArgv.filter((flag, i, all) => !loads.test(flag) && !isBare(all[i - 1]));
}

interface Question {
  method: string;
  argument: unknown;
}

type Answer = { result: unknown } | { problem: ProblemReport };

interface Waiting {
  question: Question;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/**
 * Processes that all serve the same methods; each handles one call at a time, in order. Training uses a single thread
 * under Node, so as many processes as cores keep the cores busy.
 */
export class ProcessPool<Served extends object> {
  readonly #processes: ChildProcess[];
  readonly #idle: ChildProcess[];
  readonly #queue: Waiting[] = [];
  readonly #open = new Map<ChildProcess, Waiting>();

  /** @param setup sent to every process first, as the argument of the `open` that it passed to `serveCalls` */
  constructor(module: URL, count: number, setup: unknown) {
    const options: ForkOptions = { serialization: "advanced", execArgv: [...ownFlags(), "--import", TYPESCRIPT] };
    this.#processes = Array.from({ length: count }, () => fork(module, options));
    this.#idle = [...this.#processes];
    for (const process of this.#processes) {
      process.send({ setup });
      process.on("message", (answer: Answer) => this.#answered(process, answer));
      process.on("exit", (code) => this.#ended(process, code));
    }
  }

  ask<Name extends keyof Served & string>(
    method: Name,
    ...[argument]: Served[Name] extends (...args: infer Arguments) => unknown ? Arguments : never
  ): Served[Name] extends (...args: never) => infer Result ? Result : never {
    const answer = new Promise((resolve, reject) => {
      this.#queue.push({ question: { method, argument }, resolve, reject });
      this.#next();
    });
    return answer as ReturnType<typeof this.ask<Name>>;
  }

  /** Ends all processes; open calls are never answered. */
  close(): void {
    this.#open.clear();
    for (const process of this.#processes) process.kill();
  }

  #next(): void {
    const process = this.#idle[0];
    const waiting = this.#queue[0];
    if (!process || !waiting) return;
    this.#idle.shift();
    this.#queue.shift();
    this.#open.set(process, waiting);
    process.send(waiting.question);
  }

  #answered(process: ChildProcess, answer: Answer): void {
    const waiting = this.#open.get(process);
    this.#open.delete(process);
    this.#idle.push(process);
    if ("result" in answer) waiting?.resolve(answer.result);
    else waiting?.reject(new PlaygroundError(answer.problem));
    this.#next();
  }

  #ended(process: ChildProcess, code: number | null): void {
    this.#open.get(process)?.reject(
      new PlaygroundError({
        what: "A process that computed ended before its work was done",
        where: `process ${process.pid}`,
        expected: "an answer",
        found: code === null ? "it was killed, for want of memory perhaps" : `exit code ${code}`,
        fix: "Use fewer --workers, and run the command again: it goes on with what is finished.",
      }),
    );
    this.#open.delete(process);
  }
}

/** The process's side: opens the methods once, then answers calls until it is ended. */
export function serveCalls<Setup>(open: (setup: Setup) => Promise<object>): void {
  let served: Promise<object> | null = null;
  process.on("message", async (message: { setup: Setup } | Question) => {
    if ("setup" in message) {
      served = open(message.setup);
      // If opening fails, the first call gets the error.
      served.catch(() => {});
      return;
    }
    const { method, argument } = message;
    const answer: Answer = await Promise.resolve(served)
      .then((methods) => (methods as Methods)[method]?.call(methods, argument as never))
      .then(
        (result) => ({ result }),
        (error: unknown) => ({ problem: problemOf(error) }),
      );
    // The parent may be gone.
    if (process.connected) process.send?.(answer);
  });
  // The parent is gone.
  process.on("disconnect", () => process.exit());
}

function problemOf(error: unknown): ProblemReport {
  if (error instanceof PlaygroundError) return error.report;
  return { what: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
