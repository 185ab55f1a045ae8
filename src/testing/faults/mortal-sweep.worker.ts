// A sweep's worker, with a GPU that a test can take away, and tiny models in the place of those that are served.
import "./mortal.ts";
import "../../worker/sweep.worker.ts";
