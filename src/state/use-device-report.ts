import { useEffect, useState } from "react";
import { chooseDevice, type DeviceReport } from "../engine/device.ts";

/** The device that an engine would use here, with its limits; null until it is known. */
export function useDeviceReport(): DeviceReport | null {
  const [report, setReport] = useState<DeviceReport | null>(null);
  useEffect(() => void chooseDevice().then(setReport), []);
  return report;
}
