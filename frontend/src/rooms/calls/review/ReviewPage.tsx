import { Check, CircleDot, Dumbbell } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { HANDLING_NAMES, objectionName } from '@/ui/words';

import { Figures } from './Figures';
import { FollowUpMail } from './FollowUpMail';
import { MomentLink } from './MomentLink';
import type { Review } from './reviewApi';
import { Scorecard } from './Scorecard';
import { capital, dueText, ownerName } from './words';

interface ReviewPageProps {
  review: Review;
  customer: string | null;
  onShow: (turnId: string) => void;
  /** Makes a drill of a missed moment. */
  onPractise?: (turnId: string) => void;
}

/** A review to read from top to bottom: what happened, what to keep, what to change. */
export function ReviewPage({ review, customer, onShow, onPractise }: ReviewPageProps) {
  return (
    <div className="mt-6 grid gap-x-14 gap-y-10 lg:grid-cols-[minmax(0,1fr)_300px]">
      <div className="max-w-3xl min-w-0 space-y-11">
        <section aria-label="Summary">
          {review.summary.length === 0 && <p className="text-ink text-lg">{review.outcome}</p>}
          {review.summary.map(({ text, evidence }) => (
            <p key={text} className="text-ink flex items-baseline gap-2 text-lg not-first:mt-1.5">
              <span className="min-w-0 flex-1">{text}</span>
              <MomentLink bare moment={evidence} onShow={onShow} />
            </p>
          ))}
        </section>

        {review.missed_opportunities.length > 0 && (
          <Block title="Where more was possible">
            {review.missed_opportunities.map(({ opportunity, what_to_do, evidence }) => (
              <li
                key={evidence.turn_id + opportunity}
                className="bg-sheet shadow-sheet rounded-2xl p-5"
              >
                <MomentLink moment={evidence} onShow={onShow} />
                <p className="text-ink mt-1 text-base font-semibold">{opportunity}</p>
                <p className="text-ink-soft mt-1 text-base">{what_to_do}</p>
                {onPractise !== undefined && (
                  <Button
                    tone="quiet"
                    size="sm"
                    className="mt-2 -ml-2.5"
                    icon={<Dumbbell aria-hidden />}
                    onClick={() => onPractise(evidence.turn_id)}
                  >
                    Practise this
                  </Button>
                )}
              </li>
            ))}
          </Block>
        )}

        {review.what_worked.length > 0 && (
          <Block title="What worked">
            {review.what_worked.map(({ text, why, evidence }) => (
              <li key={evidence.turn_id + text} className="flex gap-3">
                <Check aria-hidden className="text-accent mt-0.5 size-5 shrink-0" />
                <div className="min-w-0">
                  <p className="text-ink text-base font-semibold">{text}</p>
                  <p className="text-ink-soft text-base">{why}</p>
                  <MomentLink bare moment={evidence} onShow={onShow} />
                </div>
              </li>
            ))}
          </Block>
        )}

        {review.objections.length > 0 && (
          <Block title="Objections">
            {review.objections.map(({ type, handling, text, evidence }) => (
              <li
                key={evidence.turn_id + type}
                className="border-line border-t pt-3 first:border-0 first:pt-0"
              >
                <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                  <span className="text-ink text-base font-semibold">{objectionName(type)}</span>
                  <span
                    className={cx(
                      'text-sm font-semibold',
                      handling === 'settled'
                        ? 'text-accent'
                        : handling === 'moved_on'
                          ? 'text-ink-soft'
                          : 'text-caution',
                    )}
                  >
                    {capital(HANDLING_NAMES[handling])}
                  </span>
                </p>
                <MomentLink moment={evidence} onShow={onShow} />
                <p className="text-ink-soft text-base">{text}</p>
              </li>
            ))}
          </Block>
        )}

        {review.improvement_tips.length > 0 && (
          <Block title="For the next call">
            {review.improvement_tips.map(({ tip, why, evidence }) => (
              <li key={tip} className="flex gap-3">
                <CircleDot aria-hidden className="text-ink-faint mt-0.5 size-5 shrink-0" />
                <div className="min-w-0">
                  <p className="text-ink text-base font-semibold">{tip}</p>
                  <p className="text-ink-soft text-base">{why}</p>
                  <MomentLink bare moment={evidence} onShow={onShow} />
                </div>
              </li>
            ))}
          </Block>
        )}

        {review.follow_up_mail !== null && (
          <section>
            <Title>Follow-up mail</Title>
            <FollowUpMail mail={review.follow_up_mail} />
          </section>
        )}

        {review.metrics.length > 0 && (
          <section>
            <Title>Figures</Title>
            <Figures figures={review.metrics} onShow={onShow} />
          </section>
        )}
      </div>

      <aside aria-label="At a glance" className="space-y-8 max-lg:order-first">
        <Scorecard review={review} onShow={onShow} />
        {review.next_steps.length > 0 && (
          <section>
            <AsideTitle>Next steps</AsideTitle>
            <ul className="mt-2 space-y-3">
              {review.next_steps.map((step) => (
                <li key={step.evidence.turn_id + step.what}>
                  <p className="text-ink text-base">{capital(step.what)}</p>
                  <p className="text-ink-faint flex flex-wrap items-baseline gap-x-2 text-sm">
                    <span>
                      {[ownerName(step, customer), dueText(step)].filter(Boolean).join(', ')}
                    </span>
                    <MomentLink bare moment={step.evidence} onShow={onShow} />
                  </p>
                </li>
              ))}
            </ul>
          </section>
        )}
        {review.key_insights.length > 0 && (
          <section>
            <AsideTitle>To remember</AsideTitle>
            <ul className="mt-2 space-y-3">
              {review.key_insights.map(({ text, evidence }) => (
                <li key={evidence.turn_id + text}>
                  <p className="text-ink-soft text-base">{text}</p>
                  <MomentLink bare moment={evidence} onShow={onShow} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </aside>
    </div>
  );
}

function Title({ children }: { children: ReactNode }) {
  return <h2 className="text-ink mb-4 text-xl font-semibold">{children}</h2>;
}

function AsideTitle({ children }: { children: ReactNode }) {
  return <h2 className="text-ink-faint text-sm font-semibold">{children}</h2>;
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title>{title}</Title>
      <ul className="space-y-4">{children}</ul>
    </section>
  );
}
