/** Formats that other tools read: TRL, LLaMA-Factory (alpaca and sharegpt), and the ICRM repository. */
export const EXPORT_FORMATS = ["trl", "llamafactory-alpaca", "llamafactory-sharegpt", "icrm"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
