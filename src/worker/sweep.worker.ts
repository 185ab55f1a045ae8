// jax-js and our code use iterator helpers, which some browsers lack.
import "core-js/actual/iterator";
import "./one-thread.ts";
import { keepToChosenHosts } from "../engine/hub/chosen-hosts.ts";
import type { ToTrialWorker } from "../engine/sweep/trial-messages.ts";
import { serveTrials } from "../flows/sweep/trial-server.ts";
import { openSweepMaterials, type SweepSetup } from "./handlers/sweep/materials.ts";
import { tellLife } from "./life.ts";

keepToChosenHosts(self);
void tellLife();
const answer = serveTrials<SweepSetup>(openSweepMaterials, (message) => self.postMessage(message));
self.onmessage = ({ data }: MessageEvent<ToTrialWorker<SweepSetup>>) => void answer(data);
