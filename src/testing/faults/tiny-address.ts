/** The address at which a mortal worker finds the tiny models, whichever server has the page. */
export const TINY_MODELS = "/tiny-models/";
