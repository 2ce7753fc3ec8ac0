import { quoteOf } from '@/lib/lineEnd';
import { deedText, dueText, type Promised } from '@/lib/promises';

import { cx } from './cx';
import { speakerName } from './words';

interface PromisesProps {
  promises: readonly Promised[];
  customer: string | null;
  /** Shows where it was said. */
  onShow?: (turnId: string) => void;
  className?: string;
}

/** What each side has promised: a quiet list to keep one's word by. */
export function Promises({ promises, customer, onShow, className }: PromisesProps) {
  const sides = ['salesperson', 'customer', 'both'].map((who) => ({
    who,
    own: promises.filter((promise) => promise.who === who),
  }));
  return (
    <section aria-label="Promises" className={className}>
      <h2 className="text-ink-faint text-sm font-semibold">Promises</h2>
      {sides.map(
        ({ who, own }) =>
          own.length > 0 && (
            <div key={who} className="mt-2">
              <h3
                className={cx(
                  'text-sm font-semibold',
                  who === 'salesperson' ? 'text-accent' : 'text-ink-soft',
                )}
              >
                {speakerName(who, customer)}
              </h3>
              <ul>
                {own.map((promise) => (
                  <li key={promise.id}>
                    <Row promise={promise} onShow={onShow} />
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
    </section>
  );
}

function Row({ promise, onShow }: { promise: Promised; onShow?: (turnId: string) => void }) {
  const due = dueText(promise, new Date());
  const words = (
    <>
      <span className="text-ink block text-base break-words">{deedText(promise.what)}</span>
      {due !== '' && <span className="figures text-ink-faint block text-sm">{due}</span>}
    </>
  );
  if (onShow === undefined) return <div className="py-1">{words}</div>;
  return (
    <button
      type="button"
      title={`“${quoteOf(promise.evidence.quote)}”`}
      onClick={() => onShow(promise.evidence.turn_id)}
      className="hover:bg-sunken -mx-2 block w-[calc(100%+1rem)] cursor-pointer rounded-lg px-2 py-1 text-left"
    >
      {words}
    </button>
  );
}
