import { packedSuite } from "../../../testing/packed-suite.ts";

packedSuite();
