import { type ComparedRowProps, Marks } from "./RewardPair.tsx";

/** The second run's reward minus the first's at every token: a bar in the colour of the run with the higher reward. */
export function DifferenceBars({ first, second, rewards, marked, axis, layout, palette }: ComparedRowProps) {
  const zero = axis.y(0);
  return (
    <svg width={layout.width} height={axis.height} aria-hidden>
      <Marks marked={marked} layout={layout} height={axis.height} />
      <line x2={layout.width} y1={zero} y2={zero} stroke={palette.muted} />
      {rewards.differences.map((difference, column) => {
        const place = layout.columns[column];
        if (!place) return null;
        const top = Math.min(zero, axis.y(difference));
        const higher = difference > 0 ? second : first;
        return (
          <rect
            key={place.index}
            x={place.center - 5}
            width={10}
            y={top}
            height={Math.abs(axis.y(difference) - zero)}
            fill={higher.stroke.colour}
          />
        );
      })}
    </svg>
  );
}
