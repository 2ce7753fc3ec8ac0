import { expect, it } from 'vitest';
import { Meter, SILENT } from './meter';

it('measures a stretch over its blocks and begins anew', () => {
  const meter = new Meter();
  meter.push(Float32Array.of(0.5, -0.5), 2);
  meter.push(undefined, 2);
  const level = meter.take();
  expect(level.rms).toBeCloseTo(Math.sqrt(0.125));
  expect(level).toMatchObject({ peak: 0.5, speaking: true });
  expect(meter.take()).toEqual(SILENT);
});
