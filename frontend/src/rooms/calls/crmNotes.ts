import { quoteOf } from '@/lib/lineEnd';
import { spell } from '@/ui/time';

import type { CallSummary } from './callsApi';
import type { Review } from './review/reviewApi';
import { capital, dueText, ownerName } from './review/words';

/** What a colleague has to know of a call, as plain lines for the notes of a CRM. */
export function crmNotes(call: CallSummary, review: Review, notes: readonly string[]): string {
  const { customer, title, started_at, duration_ms } = call;
  const day = new Date(started_at).toLocaleDateString(undefined, { dateStyle: 'medium' });
  const who =
    customer === null ? title : `Call with ${[title, customer.company].filter(Boolean).join(', ')}`;
  const name = customer?.name ?? null;
  return [
    [`${who}, ${day}${duration_ms === null ? '' : `, ${spell(duration_ms)}`}`, review.outcome],
    titled(
      'Summary',
      // The outcome is said above already.
      review.summary.map(({ text }) => text).filter((text) => text !== review.outcome),
    ),
    titled(
      'Next steps',
      review.next_steps.map((step) => {
        const due = dueText(step);
        const owner = step.shared || step.owner !== 'salesperson' ? ownerName(step, name) : 'Me';
        return `${owner}: ${step.what}${due === null ? '' : ` (${due})`}`;
      }),
    ),
    titled(
      'Objections',
      review.objections.map(
        ({ evidence, text }) => `“${quoteOf(evidence.quote)}” ${capital(text)}`,
      ),
    ),
    titled('Notes', notes),
  ]
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `- ${line}`)];
}
