import { expect, it } from 'vitest';
import { problemOf } from './problems';

it.each([
  ['NotAllowedError', 'microphone', 'permission_denied'],
  ['NotFoundError', 'microphone', 'no_device'],
  ['NotReadableError', 'microphone', 'device_busy'],
  ['OverconstrainedError', 'microphone', 'device_gone'],
  ['NotAllowedError', 'share', 'share_cancelled'],
  ['InvalidStateError', 'share', 'share_needs_click'],
  ['AbortError', 'microphone', 'capture_failed'],
] as const)('%s of the %s is %s', (name, asked, code) => {
  expect(problemOf(new DOMException('', name), asked).code).toBe(code);
});
