import { useEffect } from "react";
import type { DeviceChoice } from "../engine/device.ts";
import { evaluationEngine } from "../state/evaluation-engine.ts";
import type { Measurement, MeasurementKind } from "../state/measurement.ts";
import { readMeasurement } from "../state/recorded-measurement.ts";
import { fetchRecording, type RecordingName } from "../state/recordings.ts";
import { afterPaint } from "./after-paint.ts";

/** A visit opens a page with its recording once: a person who has emptied the page finds it empty later. */
const offered = new Set<RecordingName>();

interface RecordedPage<K extends MeasurementKind> {
  kind: K;
  name: RecordingName;
  /** Whether the page asks for what was recorded, as its address says by the time it is asked. */
  asked(): boolean;
  device: DeviceChoice;
}

/** Shows the recorded measurement of a page where it asks for that and has none; then wakes the engine. */
export function useRecordedMeasurement<K extends MeasurementKind>(
  measurement: Measurement<K>,
  { kind, name, asked, device }: RecordedPage<K>,
): void {
  useEffect(() => {
    let left = false;
    async function open(): Promise<void> {
      if (asked() && !offered.has(name) && !measurement.store.getState().measured) {
        offered.add(name);
        const recorded = await fetchRecording(name, readMeasurement(kind));
        if (!asked() || measurement.store.getState().status !== "idle") return;
        measurement.showRecording(recorded);
        await afterPaint();
      }
    }
    // Without its recording the page is as useful.
    void open()
      .catch(() => {})
      .then(() => {
        if (!left) evaluationEngine.wake(device);
      });
    return () => {
      left = true;
    };
  }, [measurement, kind, name, asked, device]);
}
