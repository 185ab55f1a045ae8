/** From this x on Stirling's series is exact to rounding. */
const LARGE = 12;

/** log Γ(x) for x > 0 by Stirling's series; Γ(x) = Γ(x + 1)/x leads from small x to large x. */
export function logGamma(x: number): number {
  let [shifted, product] = [x, 1];
  while (shifted < LARGE) product *= shifted++;
  const square = 1 / (shifted * shifted);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / shifted;
  return (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
