/** A process of `icrm reproduce`: a workshop that answers its parent. */
import "core-js/actual/iterator/index.js";
import { serve } from "../processes.ts";
import { Workshop, type WorkshopSetup } from "./workshop.ts";

serve<WorkshopSetup>((setup) => Workshop.open(setup));
