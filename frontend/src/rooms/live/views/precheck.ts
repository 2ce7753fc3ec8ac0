import type { Preflight, PreflightCode, PreflightIssue, Problem } from '../state/types';

/** Where the customer is heard: a browser tab, a meeting program, or beside the salesperson. */
export type CustomerSource = 'tab' | 'device' | 'room';

export type ConsentChoice = 'not_asked' | 'transcript' | 'recording';

const ADVICE: Record<PreflightCode, { title: string; advice: string }> = {
  https_needed: {
    title: 'HTTPS needed',
    advice:
      'Browsers give a microphone only to pages on this computer or over HTTPS. Open the page through an https:// address.',
  },
  capture_unsupported: {
    title: 'This browser cannot listen',
    advice: 'Open the page in a current Chrome, Edge, Firefox or Safari.',
  },
  no_microphone_sound: {
    title: 'No sound from your microphone',
    advice: 'Say a word. If the bars stay still, look for a mute switch or choose another one.',
  },
  share_without_audio: {
    title: 'The shared tab has no audio',
    advice: 'Share it again, choose a browser tab and turn on “Also share tab audio”.',
  },
  no_customer_sound: {
    title: 'Nothing is heard from the customer',
    advice: 'Play something in the meeting. If the bars stay still, share another tab or device.',
  },
  headphones_recommended: {
    title: 'Headphones recommended',
    advice: 'Your microphone hears the customer through the speakers. With headphones it does not.',
  },
};

/** An issue of the check in words, with what to do about it. */
export function adviceFor({ code }: PreflightIssue): { title: string; advice: string } {
  return ADVICE[code];
}

/** What stands between the user and the start, the first thing only; null when nothing does. */
export function whatIsMissing(
  { microphone, customer, issues }: Preflight,
  source: CustomerSource,
  consent: ConsentChoice | null,
): string | null {
  const block = issues.find((issue) => issue.severity === 'block');
  if (block !== undefined) return `${ADVICE[block.code].title}.`;
  if (microphone.status !== 'open') return 'Your microphone comes first.';
  if (source !== 'room' && customer.status !== 'open') return "The customer's voice is missing.";
  if (consent === null) return 'Say what the customer has agreed to.';
  return null;
}

/** What a call that did not come about is called. */
export function failureTitle({ code }: Problem): string {
  return code === 'call_has_ended' || code === 'call_not_found'
    ? 'That call is over'
    : 'The call did not start';
}
