import { useEffect, useState } from "react";
import { chooseDevice, type DeviceReport } from "../engine/device.ts";

/** What an engine would run on here, with its limits; null until it is known. */
export function useDeviceReport(): DeviceReport | null {
  const [report, setReport] = useState<DeviceReport | null>(null);
  useEffect(() => void chooseDevice().then(setReport), []);
  return report;
}
