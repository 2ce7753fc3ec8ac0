import type { Spending } from '../state/spending';
import { costText, GOES_ON, tokensText, writtenBy } from './modelWords';

interface ModelCostProps {
  spending: Spending;
  /** Why the embedded coach advises alone just now. */
  trouble: string | null;
}

/** What the language model has cost this call: two lines for whoever wants to know. */
export function ModelCost({ spending, trouble }: ModelCostProps) {
  const { source, model, requests, tokens, usd, estimated } = spending;
  if (source === null && trouble === null) return null;
  return (
    <section aria-label="Language model" className="figures text-sm">
      {source !== null && (
        <>
          <p className="text-ink-soft flex items-baseline justify-between gap-3 font-semibold">
            <span className="truncate">{writtenBy(source, model)}</span>
            <span className="whitespace-nowrap">{costText(usd, estimated)}</span>
          </p>
          <p className="text-ink-faint mt-0.5">
            {requests === 1 ? '1 request' : `${requests} requests`}, {tokensText(tokens)} tokens
          </p>
        </>
      )}
      <p role="status" className="text-ink-soft mt-0.5">
        {trouble !== null && `${trouble} ${GOES_ON}`}
      </p>
    </section>
  );
}
