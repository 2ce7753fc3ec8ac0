import { ArrowDown, ArrowUp, Minus } from 'lucide-react';

import { cx } from '@/ui/cx';

import type { Compared } from './insightsApi';
import { comparedText, FIGURE_NAMES, figureText, isGood } from './words';

/** My week against my month: what is more than chance is said so, the rest is not. */
export function ComparedRow({ compared }: { compared: readonly Compared[] }) {
  const [calls] = compared.map(({ week }) => week?.n ?? 0);
  // Said once, not under each figure.
  const alone = compared.every(({ before }) => before === null);
  return (
    <section aria-labelledby="my-week">
      <h2 id="my-week" className="text-ink text-xl font-semibold">
        My week against my month
      </h2>
      <p className="text-ink-soft mt-1 text-base">
        The last seven days{calls === 0 ? ', in which there was no call,' : ''} against the four
        weeks before{alone ? ', which had no calls to hold them against.' : '.'}
      </p>
      <dl className="mt-5 grid grid-cols-2 gap-x-8 gap-y-6 sm:grid-cols-3 lg:grid-cols-5">
        {compared.map((each) => (
          <Figure key={each.figure} compared={each} alone={alone} />
        ))}
      </dl>
    </section>
  );
}

function Figure({ compared, alone }: { compared: Compared; alone: boolean }) {
  const { figure, week, before, differs } = compared;
  const good = differs ? isGood(compared) : null;
  const more = week !== null && before !== null && week.mean > before.mean;
  const Sign = !differs ? Minus : more ? ArrowUp : ArrowDown;
  return (
    <div>
      <dt className="text-ink-faint text-sm font-semibold">{FIGURE_NAMES[figure]}</dt>
      <dd className="mt-1">
        <span className="figures text-ink block text-2xl font-semibold">
          {week === null ? 'Not known' : figureText(figure, week.mean)}
        </span>
        {!alone && (
          <>
            <span className="figures text-ink-soft block text-sm">
              {before === null ? 'No calls before' : `${figureText(figure, before.mean)} before`}
            </span>
            <span
              className={cx(
                'mt-1 flex items-center gap-1 text-sm font-semibold',
                good === true ? 'text-accent' : good === false ? 'text-caution' : 'text-ink-faint',
              )}
            >
              <Sign aria-hidden className="size-3.5 shrink-0" />
              {comparedText(compared)}
            </span>
          </>
        )}
      </dd>
    </div>
  );
}
