/** Where a mortal worker finds the tiny models, whoever serves the page. */
export const TINY_MODELS = "/tiny-models/";
