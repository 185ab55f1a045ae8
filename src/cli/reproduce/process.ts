/** A process of `icrm reproduce`: a workshop that answers its parent. */
import "core-js/actual/iterator/index.js";
import { serveCalls } from "../processes.ts";
import { Workshop, type WorkshopSetup } from "./workshop.ts";

serveCalls<WorkshopSetup>((setup) => Workshop.open(setup));
