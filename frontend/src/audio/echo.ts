/** Levels a second come at about 15 Hz: four seconds are compared, echoes of up to 270 ms. */
const POINTS = 60;
const MAX_LAG = 4;
const CUSTOMER_RMS = 0.01;
const MICROPHONE_RMS = 0.002;
const ALIKE = 0.65;

/** Pearson's correlation of `a` with `b` delayed by `lag` points; 0 when either is flat. */
export function correlation(a: readonly number[], b: readonly number[], lag: number): number {
  const n = Math.min(a.length, b.length) - lag;
  if (n < 2) return 0;
  let sumA = 0;
  let sumB = 0;
  for (let i = 0; i < n; i += 1) {
    sumA += a[i] ?? 0;
    sumB += b[i + lag] ?? 0;
  }
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < n; i += 1) {
    const da = (a[i] ?? 0) - sumA / n;
    const db = (b[i + lag] ?? 0) - sumB / n;
    product += da * db;
    squareA += da * da;
    squareB += db * db;
  }
  const scale = Math.sqrt(squareA * squareB);
  return scale < 1e-9 ? 0 : product / scale;
}

/**
 * Whether the microphone hears the loudspeaker: its loudness follows the customer's, a little
 * later. Undecided (null) while the customer says too little to compare.
 */
export class EchoWatch {
  private readonly microphone: number[] = [];
  private readonly customer: number[] = [];

  push(microphoneRms: number, customerRms: number): boolean | null {
    this.microphone.push(microphoneRms);
    this.customer.push(customerRms);
    if (this.microphone.length > POINTS) {
      this.microphone.shift();
      this.customer.shift();
    }
    if (this.microphone.length < POINTS) return null;
    const talking = this.customer.filter((rms) => rms >= CUSTOMER_RMS).length;
    if (talking < POINTS / 4) return null;
    const audible = this.microphone.filter((rms) => rms >= MICROPHONE_RMS).length;
    if (audible < POINTS / 6) return false;
    for (let lag = 0; lag <= MAX_LAG; lag += 1) {
      if (correlation(this.customer, this.microphone, lag) >= ALIKE) return true;
    }
    return false;
  }
}
