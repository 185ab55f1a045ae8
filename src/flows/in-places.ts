/** Does something for every lane: for those of one place in turn, for places at the same time. @throws the first error, after all */
export async function inPlaces<Lane extends { place: number }>(
  lanes: readonly Lane[],
  work: (lane: Lane) => Promise<void>,
): Promise<void> {
  const places = [...new Set(lanes.map(({ place }) => place))];
  const ends = await Promise.allSettled(
    places.map(async (own) => {
      for (const lane of lanes.filter(({ place }) => place === own)) await work(lane);
    }),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
