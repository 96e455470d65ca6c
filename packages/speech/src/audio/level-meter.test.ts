import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pcmOf } from '../../test/audio.ts';
import { isSilent, LevelMeter } from './level-meter.ts';

function meterOf(...chunks: readonly Uint8Array[]): LevelMeter {
  const meter = new LevelMeter();
  for (const chunk of chunks) meter.push(chunk);
  return meter;
}

test('gives the level of each 20 ms in dBFS', () => {
  const meter = meterOf(
    pcmOf([
      { seconds: 0.04, level: 1 },
      { seconds: 0.04, level: 0 },
    ]),
  );
  expect([...meter.levels].map((level) => Math.round(level))).toEqual([-3, -3, -100, -100]);
  expect(meter.durationS).toBeCloseTo(0.08);
  expect(meter.silentShare).toBe(0.5);
});

test('does not care how the sound is cut into chunks', () => {
  const pcm = pcmOf([{ seconds: 0.1, level: 0.3 }]);
  const whole = meterOf(pcm);
  fc.assert(
    fc.property(fc.array(fc.nat(pcm.length), { maxLength: 10 }), (cuts) => {
      const places = [0, ...cuts.toSorted((one, other) => one - other), pcm.length];
      const parts = places.slice(1).map((end, index) => pcm.subarray(places[index], end));
      const meter = meterOf(...parts);
      expect(meter.levels).toEqual(whole.levels);
      expect(meter.durationS).toBe(whole.durationS);
    }),
  );
});

test('says whether a stretch is nothing but silence', () => {
  const { levels } = meterOf(
    pcmOf([
      { seconds: 1, level: 0 },
      { seconds: 1, level: 0.1 },
    ]),
  );
  expect([isSilent(levels, 0, 1), isSilent(levels, 0.5, 1.5), isSilent(levels, 1, 2)]).toEqual([true, false, false]);
});
