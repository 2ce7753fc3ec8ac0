import { CAPTURE_UNSUPPORTED, HTTPS_NEEDED } from '@/audio/problems';
import type { SoundReport } from '@/audio/soundCheck';
import type { Sources } from '@/audio/types';
import type { PreflightIssue } from './types';

export interface Support {
  capture: boolean;
  secure: boolean;
}

/** What the check before the call has to say, the gravest first. */
export function issuesOf(
  { microphone, customer }: Sources,
  report: SoundReport,
  support: Support,
): PreflightIssue[] {
  if (!support.capture) {
    return support.secure
      ? [
          {
            code: 'capture_unsupported',
            severity: 'block',
            message: CAPTURE_UNSUPPORTED.message,
          },
        ]
      : [{ code: 'https_needed', severity: 'block', message: HTTPS_NEEDED.message }];
  }
  const issues: PreflightIssue[] = [];
  if (customer.status === 'failed' && customer.problem.code === 'share_without_audio') {
    const { message } = customer.problem;
    issues.push({ code: 'share_without_audio', severity: 'block', message });
  }
  if (microphone.status === 'open' && report.silent.microphone) {
    issues.push({
      code: 'no_microphone_sound',
      severity: 'warn',
      message:
        'No sound from the microphone. Say a few words; if the meter stays still, choose another one.',
    });
  }
  if (customer.status === 'open' && report.silent.customer) {
    const message =
      customer.kind === 'tab'
        ? 'Nothing was heard from the shared tab yet. If somebody is talking there, share it again with its audio.'
        : 'Nothing was heard from the device of the customer yet. If somebody is talking, choose another one.';
    issues.push({ code: 'no_customer_sound', severity: 'warn', message });
  }
  if (report.headphones) {
    issues.push({
      code: 'headphones_recommended',
      severity: 'warn',
      message: 'Headphones recommended: the microphone hears the customer from the loudspeaker.',
    });
  }
  return issues;
}
